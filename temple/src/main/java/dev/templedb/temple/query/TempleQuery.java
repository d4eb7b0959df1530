package dev.templedb.temple.query;

import dev.templedb.sqlite.ReadOnlyQuery;
import dev.templedb.sqlite.SqlValue;
import dev.templedb.temple.Temple;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one query that a person typed. It can only read; time, rows, memory and the size of values are limited.
public final class TempleQuery {
    private final Path temple;

    /// @param temple an existing temple
    public TempleQuery(Path temple) {
        this.temple = temple;
    }

    /// Hears the result as it is read. An exception of the listener ends the query and reaches the caller.
    public interface Listener {
        /// Called once, before the rows. Names may repeat.
        void columns(List<String> names);

        /// Called for each row with one value per column: null, `Long`, `Double`, `String` or `byte[]`.
        void row(List<@Nullable Object> values);
    }

    /// Runs the query of `request`.
    ///
    /// @return how many rows there were
    /// @throws dev.templedb.core.TempleException with `TEMPLE_NOT_FOUND`, `SQL_INVALID`, `SQL_READ_ONLY`,
    /// `SQL_LIMIT`
    public long run(QueryRequest request, Listener listener) {
        try (var query = ReadOnlyQuery.open(temple, Temple.options(), request.limits())) {
            query.withLastResort(request.lastResort());
            query.withTemporary(TableNames.resource("views-all.sql"));
            request.names()
                    .ifPresentOrElse(
                            names -> names.addTo(query),
                            () -> query.withTemporary(TableNames.resource("views-own.sql")));
            return query.run(request.sql(), PlainValues.sql(request.parameters()), new ReadOnlyQuery.Listener() {
                @Override
                public void columns(List<String> names) {
                    listener.columns(names);
                }

                @Override
                public void row(List<SqlValue> values) {
                    listener.row(PlainValues.of(values));
                }
            });
        }
    }
}
