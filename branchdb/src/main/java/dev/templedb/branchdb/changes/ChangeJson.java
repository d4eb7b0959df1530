package dev.templedb.branchdb.changes;

import static dev.templedb.branchdb.schema.SchemaJson.text;

import dev.templedb.branchdb.changes.Change.AddColumn;
import dev.templedb.branchdb.changes.Change.AlterColumn;
import dev.templedb.branchdb.changes.Change.AlterTable;
import dev.templedb.branchdb.changes.Change.CopyTable;
import dev.templedb.branchdb.changes.Change.CreateIndex;
import dev.templedb.branchdb.changes.Change.CreateTable;
import dev.templedb.branchdb.changes.Change.CreateTrigger;
import dev.templedb.branchdb.changes.Change.CreateView;
import dev.templedb.branchdb.changes.Change.DropColumn;
import dev.templedb.branchdb.changes.Change.DropIndex;
import dev.templedb.branchdb.changes.Change.DropTable;
import dev.templedb.branchdb.changes.Change.DropTrigger;
import dev.templedb.branchdb.changes.Change.DropView;
import dev.templedb.branchdb.changes.Change.RenameColumn;
import dev.templedb.branchdb.changes.Change.RenameTable;
import dev.templedb.branchdb.changes.Change.UpdateView;
import dev.templedb.branchdb.schema.SchemaJson;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;

/// The JSON form of a change.
final class ChangeJson {
    private ChangeJson() {}

    static Json.Obj of(Change change) {
        var json = Json.Obj.empty().with("type", change.type());
        return switch (change) {
            case CreateTable(var table) -> json.with("table", SchemaJson.of(table));
            case DropTable(var table) -> json.with("table", table);
            case RenameTable(var table, var to) -> json.with("table", table).with("to", to);
            case CopyTable(var table, var copy, var withData) ->
                json.with("table", table).with("copy", SchemaJson.of(copy)).with("with_data", withData);
            case AddColumn add -> addColumn(json, add);
            case DropColumn(var table, var column) -> json.with("table", table).with("column", column);
            case RenameColumn(var table, var column, var to) ->
                json.with("table", table).with("column", column).with("to", to);
            case AlterColumn(var table, var column, var fill) ->
                SchemaJson.add(json.with("table", table).with("column", SchemaJson.of(column)), "fill", fill);
            case AlterTable(var table) -> json.with("table", SchemaJson.of(table));
            case CreateIndex(var table, var index) -> json.with("table", table).with("index", SchemaJson.of(index));
            case DropIndex(var index) -> json.with("index", index);
            case CreateView(var view) -> json.with("view", SchemaJson.of(view));
            case UpdateView(var view) -> json.with("view", SchemaJson.of(view));
            case DropView(var view) -> json.with("view", view);
            case CreateTrigger(var trigger) -> json.with("trigger", SchemaJson.of(trigger));
            case DropTrigger(var trigger) -> json.with("trigger", trigger);
        };
    }

    private static Json.Obj addColumn(Json.Obj json, AddColumn add) {
        var more = json.with("table", add.table()).with("column", SchemaJson.of(add.column()));
        if (!add.uniques().isEmpty()) {
            more = more.with("uniques", SchemaJson.array(add.uniques(), SchemaJson::of));
        }
        if (!add.checks().isEmpty()) {
            more = more.with("checks", SchemaJson.array(add.checks(), SchemaJson::of));
        }
        if (!add.foreignKeys().isEmpty()) {
            more = more.with("foreign_keys", SchemaJson.array(add.foreignKeys(), SchemaJson::of));
        }
        return SchemaJson.add(more, "fill", add.fill());
    }

    static Change change(Json json) {
        var object = SchemaJson.object(json, "a change");
        String type = text(object, "type");
        return switch (type) {
            case "create_table" -> new CreateTable(SchemaJson.table(object.object("table")));
            case "drop_table" -> new DropTable(text(object, "table"));
            case "rename_table" -> new RenameTable(text(object, "table"), text(object, "to"));
            case "copy_table" ->
                new CopyTable(
                        text(object, "table"),
                        SchemaJson.table(object.object("copy")),
                        SchemaJson.flag(object, "with_data"));
            case "add_column" ->
                new AddColumn(
                        text(object, "table"),
                        SchemaJson.column(object.object("column")),
                        SchemaJson.list(object, "uniques", SchemaJson::unique),
                        SchemaJson.list(object, "checks", SchemaJson::check),
                        SchemaJson.list(object, "foreign_keys", SchemaJson::foreignKey),
                        object.text("fill").orElse(null));
            case "drop_column" -> new DropColumn(text(object, "table"), text(object, "column"));
            case "rename_column" -> new RenameColumn(text(object, "table"), text(object, "column"), text(object, "to"));
            case "alter_column" ->
                new AlterColumn(
                        text(object, "table"),
                        SchemaJson.column(object.object("column")),
                        object.text("fill").orElse(null));
            case "alter_table" -> new AlterTable(SchemaJson.table(object.object("table")));
            case "create_index" -> new CreateIndex(text(object, "table"), SchemaJson.index(object.object("index")));
            case "drop_index" -> new DropIndex(text(object, "index"));
            case "create_view" -> new CreateView(SchemaJson.view(object.object("view")));
            case "update_view" -> new UpdateView(SchemaJson.view(object.object("view")));
            case "drop_view" -> new DropView(text(object, "view"));
            case "create_trigger" -> new CreateTrigger(SchemaJson.trigger(object.object("trigger")));
            case "drop_trigger" -> new DropTrigger(text(object, "trigger"));
            default ->
                throw new TempleException(
                        ErrorCode.CHANGE_INVALID,
                        "There is no change of the type '%s'.".formatted(Printable.text(type)));
        };
    }
}
