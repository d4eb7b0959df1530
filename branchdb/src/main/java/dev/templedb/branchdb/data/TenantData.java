package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of one tenant in one transaction: what is done here happens together or not at all. Valid only inside it,
/// and
/// on its thread.
public final class TenantData {
    private final Transaction tx;
    private final long version;
    private final DataForms forms;

    TenantData(Transaction tx, long version, DataForms forms) {
        this.tx = tx;
        this.version = version;
        this.forms = forms;
    }

    /// The table with that name, which is looked for when it is used.
    public DataTable table(String name) {
        return new DataTable(name, scope());
    }

    /// This transaction, for whoever does not know that it goes on.
    DataScope scope() {
        return new DataScope() {
            @Override
            public <T extends @Nullable Object> T read(Function<TenantData, T> work) {
                return work.apply(TenantData.this);
            }

            @Override
            public <T extends @Nullable Object> T write(Function<TenantData, T> work) {
                return work.apply(TenantData.this);
            }
        };
    }

    /// Runs a query without parameters; all rows are in memory.
    public QueryResult query(String sql) {
        return query(sql, Map.of());
    }

    /// Runs a query with parameters written `?`, in order.
    public QueryResult query(String sql, List<? extends @Nullable Object> parameters) {
        return queryStored(sql, Parameters.numbered(parameters));
    }

    /// Runs a query with parameters written `:name`.
    ///
    /// @throws TempleException with `STATEMENT_INVALID` or `STATEMENT_REFUSED`
    public QueryResult query(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return queryStored(sql, Parameters.named(parameters));
    }

    private QueryResult queryStored(String sql, Map<String, @Nullable Object> parameters) {
        var rows = new Statements.Collected();
        forms.statements().query(tx, version, sql, parameters, null, rows);
        return rows.result();
    }

    /// Runs a query and gives its rows to `listener` as they are read.
    ///
    /// @param limits what it may take, or null for as much as it needs
    /// @return how many rows there were
    /// @throws TempleException with `STATEMENT_INVALID`, `STATEMENT_REFUSED`, or `SQL_LIMIT` when it takes too long
    /// or
    ///         gives too many rows; those within the limit have been given
    public long query(
            String sql,
            Map<String, ? extends @Nullable Object> parameters,
            @Nullable QueryLimits limits,
            RowListener listener) {
        return forms.statements().query(tx, version, sql, Parameters.named(parameters), limits, listener);
    }

    /// Runs an INSERT, UPDATE or DELETE without parameters.
    public Executed execute(String sql) {
        return execute(sql, Map.of());
    }

    /// Runs an INSERT, UPDATE or DELETE with parameters written `?`, in order.
    public Executed execute(String sql, List<? extends @Nullable Object> parameters) {
        return forms.statements().execute(tx, version, sql, Parameters.numbered(parameters));
    }

    /// Runs an INSERT, UPDATE or DELETE with parameters written `:name`.
    ///
    /// @throws TempleException with `STATEMENT_INVALID`, `STATEMENT_REFUSED`, or what the rows would break
    public Executed execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return forms.statements().execute(tx, version, sql, Parameters.named(parameters));
    }

    /// Runs `work`; when it throws, nothing of it remains, whatever becomes of the transaction.
    public <T extends @Nullable Object> T together(Supplier<T> work) {
        tx.script("SAVEPOINT together");
        try {
            T result = work.get();
            tx.script("RELEASE together");
            return result;
        } catch (Throwable e) {
            tx.script("ROLLBACK TO together; RELEASE together");
            throw e;
        }
    }

    /// The schema that the tenant has in this transaction.
    public Schema schema() {
        return forms.schema(version);
    }

    /// The transaction itself, for statements of the program that uses this library.
    public Transaction transaction() {
        return tx;
    }

    TableForm form(String table) {
        return forms.of(version).table(table);
    }
}
