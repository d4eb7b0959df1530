package dev.templedb.branchdb.data;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.HashMap;
import java.util.Map;

/// The tables of one schema, by name. Immutable.
final class TableForms {
    private final Map<String, TableForm> tables = new HashMap<>();

    TableForms(Schema schema) {
        schema.tables().forEach(table -> tables.put(SqlName.key(table.name()), new TableForm(table)));
    }

    /// The table called `name`, and nothing that only looks like a name.
    ///
    /// @throws TempleException with `TABLE_NOT_FOUND`
    TableForm table(String name) {
        var exact = tables.get(name);
        var found = exact == null ? tables.get(SqlName.key(name)) : exact;
        if (found == null) {
            throw new TempleException(
                    ErrorCode.TABLE_NOT_FOUND, "Table '%s' does not exist.".formatted(Printable.text(name)));
        }
        return found;
    }
}
