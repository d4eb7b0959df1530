package dev.templedb.sqlite;

import dev.templedb.core.TempleException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.BitSet;

/// One prepared statement of one [Session] with the values bound to it so far.
final class Statement {
    private final Session session;
    private final String sql;
    private final PreparedStatement prepared;
    private final ParameterNames parameters;
    private final BitSet bound = new BitSet();
    private boolean inUse;

    Statement(Session session, String sql) throws SQLException {
        this.session = session;
        this.sql = sql;
        this.parameters = ParameterNames.of(sql);
        this.prepared = session.connection().prepareStatement(sql);
    }

    boolean isInUse() {
        return inUse;
    }

    Statement use() {
        inUse = true;
        return this;
    }

    int indexOf(String name) {
        return parameters.indexOf(name);
    }

    void set(int index, long value) {
        try {
            prepared.setLong(mark(index), value);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    void set(int index, double value) {
        try {
            prepared.setDouble(mark(index), value);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    void set(int index, String value) {
        try {
            prepared.setString(mark(index), value);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    void set(int index, byte[] value) {
        try {
            prepared.setBytes(mark(index), value);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    void setNull(int index) {
        try {
            prepared.setNull(mark(index), Types.NULL);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /// Runs a statement that returns no rows, and says how many it changed. The bound values stay.
    long executeUpdate() {
        requireAllBound();
        try {
            return prepared.executeLargeUpdate();
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    ResultSet executeQuery() {
        requireAllBound();
        try {
            return prepared.executeQuery();
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    /// Forgets the bound values and gives the statement back for the next use of the same SQL.
    void release() {
        bound.clear();
        inUse = false;
        try {
            prepared.clearParameters();
            session.keep(sql, this);
        } catch (SQLException closedByTheDriverWhenItFailed) {
            session.forget(sql, this);
        }
    }

    void close() throws SQLException {
        prepared.close();
    }

    TempleException translate(SQLException e) {
        return session.errors().translate(e);
    }

    private int mark(int index) {
        if (index < 1 || index > parameters.count()) {
            throw new IllegalArgumentException(
                    "the statement has no parameter " + index + ", but " + parameters.count() + ": " + sql);
        }
        bound.set(index);
        return index;
    }

    private void requireAllBound() {
        int missing = bound.nextClearBit(1);
        if (missing <= parameters.count()) {
            throw new IllegalStateException(parameters.describe(missing) + " has no value in: " + sql);
        }
    }
}
