package dev.templedb.branchdb;

import dev.templedb.branchdb.data.DataForms;
import dev.templedb.branchdb.data.DataScope;
import dev.templedb.branchdb.data.DataTable;
import dev.templedb.branchdb.data.Executed;
import dev.templedb.branchdb.data.QueryLimits;
import dev.templedb.branchdb.data.QueryResult;
import dev.templedb.branchdb.data.RowListener;
import dev.templedb.branchdb.data.TenantData;
import dev.templedb.branchdb.kv.KeyValues;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.tenants.SchemaChanges;
import dev.templedb.branchdb.tenants.TenantAccess;
import dev.templedb.branchdb.tenants.Vacuumed;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One tenant of a branch, by its name: a SQLite file with the schema of the branch. Thread-safe; keep it, for it
/// remembers
/// where its file is.
public final class Tenant {
    private final String name;
    private final TenantAccess access;
    private final SchemaChanges changes;
    private final DataForms forms;

    Tenant(String name, TenantAccess access, SchemaChanges changes, DataForms forms) {
        this.name = name;
        this.access = access;
        this.changes = changes;
        this.forms = forms;
    }

    public String name() {
        return name;
    }

    /// Runs `work` on one state of the tenant, which is no older than this call. Writing fails. `work` must not
    /// begin
    /// another transaction on this tenant.
    ///
    /// @throws TempleException with `TENANT_NOT_FOUND`, `DATABASE_BRANCH_NOT_FOUND`, `DATABASE_NOT_FOUND`,
    ///         `TENANT_DAMAGED`, or what `work` throws
    public <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        return access.read((tx, version) -> work.apply(tx));
    }

    /// As [#read], with the schema that the tenant has in this transaction.
    public <T extends @Nullable Object> T readWithSchema(BiFunction<Transaction, Schema, T> work) {
        return access.read((tx, version) -> work.apply(tx, changes.schema(version.id())));
    }

    /// Runs `work` and commits what it did; when it throws, nothing of it remains. What was committed survives the
    /// end of
    /// the process; a power failure can take the last transactions with it, each whole. `work` must not begin
    /// another
    /// transaction on this tenant.
    ///
    /// @throws TempleException with `DATABASE_IN_MAINTENANCE`, `DATABASE_BUSY`, `DISK_FULL`, as [#read] does, or
    ///         what `work` throws
    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        return access.write((tx, version) -> work.apply(tx));
    }

    /// As [#write], with the schema that the tenant has in this transaction.
    public <T extends @Nullable Object> T writeWithSchema(BiFunction<Transaction, Schema, T> work) {
        return access.write((tx, version) -> work.apply(tx, changes.schema(version.id())));
    }

    /// Its keys and values, which expire by the clock of the system.
    public KeyValues kv() {
        return kv(Clock.systemUTC());
    }

    /// Its keys and values, which expire by `clock`.
    public KeyValues kv(Clock clock) {
        return new KeyValues(access, clock);
    }

    /// The table with that name, which is looked for when it is used. Each of its calls is a transaction of its
    /// own.
    public DataTable table(String table) {
        return new DataTable(table, new DataScope() {
            @Override
            public <T extends @Nullable Object> T read(Function<TenantData, T> work) {
                return readData(work);
            }

            @Override
            public <T extends @Nullable Object> T write(Function<TenantData, T> work) {
                return writeData(work);
            }
        });
    }

    /// As [#read], with tables and SQL of people.
    public <T extends @Nullable Object> T readData(Function<TenantData, T> work) {
        return access.read((tx, version) -> work.apply(forms.in(tx, version)));
    }

    /// As [#write], with tables and SQL of people: all that `work` does happens together, or nothing.
    ///
    /// @throws TempleException as [#write] does, or with what rows break that is looked at when the transaction
    /// ends
    public <T extends @Nullable Object> T writeData(Function<TenantData, T> work) {
        return forms.telling(() -> access.write((tx, version) -> work.apply(forms.in(tx, version))));
    }

    /// Runs a query without parameters. Whether it only reads is decided by SQLite. All rows are in memory.
    ///
    /// @throws TempleException with `STATEMENT_INVALID`, `STATEMENT_REFUSED`, or as [#read] does
    public QueryResult query(String sql) {
        return readData(data -> data.query(sql));
    }

    /// As [#query(String)], with parameters written `?`, in order.
    public QueryResult query(String sql, List<? extends @Nullable Object> parameters) {
        return readData(data -> data.query(sql, parameters));
    }

    /// As [#query(String)], with parameters written `:name`.
    public QueryResult query(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return readData(data -> data.query(sql, parameters));
    }

    /// Runs a query and gives its rows to `listener` as they are read.
    ///
    /// @param limits what it may take, or null for as much as it needs
    /// @return how many rows there were
    /// @throws TempleException as [#query(String)] does, or `SQL_LIMIT` when it takes too long or gives too many
    /// rows;
    ///         those within the limit have been given
    public long query(
            String sql,
            Map<String, ? extends @Nullable Object> parameters,
            @Nullable QueryLimits limits,
            RowListener listener) {
        return readData(data -> data.query(sql, parameters, limits, listener));
    }

    /// Runs an INSERT, UPDATE or DELETE without parameters. Everything else is refused by the name of the
    /// operation.
    ///
    /// @throws TempleException with `STATEMENT_INVALID`, `STATEMENT_REFUSED`, what the rows would break, or as
    /// [#write]
    ///         does
    public Executed execute(String sql) {
        return writeData(data -> data.execute(sql));
    }

    /// As [#execute(String)], with parameters written `?`, in order.
    public Executed execute(String sql, List<? extends @Nullable Object> parameters) {
        return writeData(data -> data.execute(sql, parameters));
    }

    /// As [#execute(String)], with parameters written `:name`.
    public Executed execute(String sql, Map<String, ? extends @Nullable Object> parameters) {
        return writeData(data -> data.execute(sql, parameters));
    }

    /// Rewrites the file without its free pages. Needs twice its size of free space.
    ///
    /// @return its size before and after; zeros while it has no file
    public Vacuumed vacuum() {
        return access.vacuum();
    }

    /// Writes the file, at the version of its branch, to `target`: a compact copy for other programs, of which this
    /// one
    /// knows nothing. It appears whole and on the disk, or not at all.
    ///
    /// @throws TempleException with `TARGET_NOT_EMPTY` when `target` exists, `DISK_FULL` or `TARGET_UNWRITABLE`
    public void exportTo(Path target) {
        access.exportTo(target);
    }
}
