package dev.templedb.branchdb.data;

import dev.templedb.branchdb.catalog.Remembered;
import dev.templedb.branchdb.catalog.SchemaVersion;
import dev.templedb.branchdb.schema.Schema;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.Transaction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known of the tables of schemas, and of statements that people wrote, so that it is found out once.
/// Thread-safe;
/// one for a directory.
public final class DataForms {
    private final LongFunction<Schema> schemas;
    private final Remembered<Long, TableForms> forms = new Remembered<>();
    private final Statements statements = new Statements();

    /// @param schemas gives the schema of a version
    public DataForms(LongFunction<Schema> schemas) {
        this.schemas = schemas;
    }

    /// What can be done with a tenant in `tx`, which sees it at `version`.
    public TenantData in(Transaction tx, SchemaVersion version) {
        return new TenantData(tx, version.id(), this);
    }

    /// Runs `work`, and says in words what its rows broke when their transaction ended.
    public <T extends @Nullable Object> T telling(Supplier<T> work) {
        try {
            return work.get();
        } catch (TempleException e) {
            throw Broken.translate(e);
        }
    }

    TableForms of(long version) {
        return forms.get(version, id -> new TableForms(schemas.apply(id)));
    }

    Schema schema(long version) {
        return schemas.apply(version);
    }

    Statements statements() {
        return statements;
    }
}
