package dev.templedb.branchdb.rows;

import dev.templedb.branchdb.data.CellJson;
import dev.templedb.branchdb.schema.SqlName;
import dev.templedb.branchdb.schema.SystemColumns;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import org.jspecify.annotations.Nullable;

/// Merges single rows of one table, cell by cell. What is decided by nobody is kept as the target has it, and noted.
final class ThreeWay {
    private final Form form;
    private final Side theirSide;
    private final Conflicts conflicts;
    private final String source;
    private final String tenant;

    ThreeWay(Form form, Side theirSide, Conflicts conflicts, String source, String tenant) {
        this.form = form;
        this.theirSide = theirSide;
        this.conflicts = conflicts;
        this.source = source;
        this.tenant = tenant;
    }

    /// What the target's row becomes; null when it has none.
    @Nullable
    Object @Nullable [] merge(
            @Nullable Object @Nullable [] base,
            @Nullable Object @Nullable [] ours,
            @Nullable Object @Nullable [] read) {
        @Nullable Object @Nullable [] theirs = read == null || base == null ? read : completed(read, base);
        if (Cells.sameRow(base, theirs) || Cells.sameRow(ours, theirs)) {
            return ours;
        }
        if (Cells.sameRow(base, ours)) {
            return theirs;
        }
        if (theirs == null) {
            return ours == null ? null : whole(RowConflict.Kind.REMOVED_BY_THEIRS, ours, ours, null);
        }
        return ours == null ? whole(RowConflict.Kind.REMOVED_BY_OURS, theirs, null, theirs) : cells(base, ours, theirs);
    }

    /// A column that the source does not have, it cannot have changed.
    private @Nullable Object[] completed(@Nullable Object[] theirs, @Nullable Object[] base) {
        var row = theirs.clone();
        for (int i = 0; i < row.length; i++) {
            if (!theirSide.has(i)) {
                row[i] = base[i];
            }
        }
        return row;
    }

    private @Nullable Object @Nullable [] whole(
            RowConflict.Kind kind,
            @Nullable Object[] any,
            @Nullable Object @Nullable [] ours,
            @Nullable Object @Nullable [] theirs) {
        var conflict =
                new RowConflict(source, tenant, form.name(), key(any), "", kind, "null", json(ours), json(theirs));
        var resolution = conflicts.meet(conflict).orElse(RowResolution.OURS);
        return switch (resolution) {
            case RowResolution.Ours() -> ours;
            case RowResolution.Theirs() -> theirs;
            case RowResolution.Value(var value) ->
                throw new TempleException(
                        ErrorCode.ROW_INVALID,
                        "The row %s of %s was removed on one side: it can be decided as ours or theirs, not by a value."
                                .formatted(conflict.key(), form.name()));
        };
    }

    private @Nullable Object[] cells(
            @Nullable Object @Nullable [] base, @Nullable Object[] ours, @Nullable Object[] theirs) {
        var merged = ours.clone();
        for (int i = 0; i < merged.length; i++) {
            boolean isTheirs = base != null && Cells.same(base[i], ours[i]);
            boolean isOurs = Cells.same(ours[i], theirs[i]) || base != null && Cells.same(base[i], theirs[i]);
            if (isOurs) {
                continue;
            }
            merged[i] = isTheirs ? theirs[i] : cell(i, base, ours, theirs);
        }
        return merged;
    }

    private @Nullable Object cell(
            int i, @Nullable Object @Nullable [] base, @Nullable Object[] ours, @Nullable Object[] theirs) {
        String column = form.columns().get(i).name();
        if (form.table().hasSystemColumns()) {
            if (SqlName.same(column, SystemColumns.UPDATED_AT)) {
                return Cells.compare(ours[i], theirs[i]) >= 0 ? ours[i] : theirs[i];
            }
            if (SqlName.same(column, SystemColumns.CREATED_AT)) {
                return Cells.compare(ours[i], theirs[i]) <= 0 ? ours[i] : theirs[i];
            }
        }
        var kind = form.kind(i);
        var conflict = new RowConflict(
                source,
                tenant,
                form.name(),
                key(ours),
                column,
                RowConflict.Kind.CELL,
                CellJson.write(base == null ? null : kind.toJava(base[i])),
                CellJson.write(kind.toJava(ours[i])),
                CellJson.write(kind.toJava(theirs[i])));
        return switch (conflicts.meet(conflict).orElse(RowResolution.OURS)) {
            case RowResolution.Ours() -> ours[i];
            case RowResolution.Theirs() -> theirs[i];
            case RowResolution.Value(var value) -> kind.toStored(value, form.name() + "." + column);
        };
    }

    private String key(@Nullable Object[] row) {
        return CellJson.writeAll(form.keyOf(row));
    }

    private String json(@Nullable Object @Nullable [] row) {
        return row == null ? "null" : CellJson.write(form.row(row));
    }
}
