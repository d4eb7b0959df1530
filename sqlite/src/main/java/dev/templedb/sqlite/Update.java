package dev.templedb.sqlite;

/// A statement that changes something and returns no rows. Made by [Transaction#update] and run once.
public final class Update extends Binder<Update> {
    Update(Transaction transaction, String sql) {
        super(transaction, sql);
    }

    /// Runs the statement.
    ///
    /// @return how many rows it inserted, updated or deleted; without a meaning for `CREATE` and the like
    public long execute() {
        transaction().countStatement();
        try {
            return statement().executeUpdate();
        } finally {
            statement().release();
        }
    }

    @Override
    Update self() {
        return this;
    }
}
