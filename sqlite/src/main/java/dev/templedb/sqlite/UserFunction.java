package dev.templedb.sqlite;

/// A function of one argument that the product adds to the SQL of a person.
public interface UserFunction {
    /// @param argument the bytes that the query gave, or NULL
    /// @return the value of the call
    SqlValue apply(SqlValue argument);
}
