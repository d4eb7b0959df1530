package dev.templedb.cli.databases;

import dev.templedb.branchdb.codegen.Language;
import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.terminal.Terminal;

/// Makes the commands of `db`.
public final class DatabaseCommands {
    private DatabaseCommands() {}

    /// Makes the command of that name, which describes itself to `usage`.
    public static Command make(String name, Usage usage, DatabaseAccess databases, Terminal terminal) {
        return switch (name) {
            case "db init" -> new InitDatabasesCommand(usage, databases, terminal);
            case "db create" -> new DatabaseCommand.Create(usage, databases, terminal);
            case "db list" -> new DatabaseCommand.ListAll(usage, databases, terminal);
            case "db show" -> new DatabaseCommand.Show(usage, databases, terminal);
            case "db use" -> new DatabaseCommand.Use(usage, databases, terminal);
            case "db status" -> new DatabaseStatusCommand(usage, databases, terminal);
            case "db shell" -> new ShellCommand(usage, databases, terminal);
            case "db delete" -> new DatabaseCommand.Delete(usage, databases, terminal);
            case "db deleted" -> new DeletedCommand.ListAll(usage, databases, terminal);
            case "db undelete" -> new DeletedCommand.BringBack(usage, databases, terminal);
            case "db maintenance on" -> new MaintenanceCommand.On(usage, databases, terminal);
            case "db maintenance off" -> new MaintenanceCommand.Off(usage, databases, terminal);
            case "db maintain" -> new MaintainDatabasesCommand(usage, databases, terminal);
            case "db branch list" -> new BranchCommand.ListAll(usage, databases, terminal);
            case "db branch create" -> new BranchCommand.Create(usage, databases, terminal);
            case "db branch switch" -> new BranchCommand.Switch(usage, databases, terminal);
            case "db branch rename" -> new BranchCommand.Rename(usage, databases, terminal);
            case "db branch delete" -> new BranchCommand.Delete(usage, databases, terminal);
            case "db branch protect" -> new BranchCommand.Protect(usage, databases, terminal);
            case "db branch changes" -> new BranchCommand.Changes(usage, databases, terminal);
            case "db tenant list" -> new TenantCommand.ListAll(usage, databases, terminal);
            case "db tenant create" -> new TenantCommand.Create(usage, databases, terminal);
            case "db tenant delete" -> new TenantCommand.Delete(usage, databases, terminal);
            case "db tenant export" -> new TenantCommand.Export(usage, databases, terminal);
            case "db tenant vacuum" -> new TenantCommand.Vacuum(usage, databases, terminal);
            case "db table list" -> new TableCommand.ListAll(usage, databases, terminal);
            case "db table show" -> new TableCommand.Show(usage, databases, terminal);
            case "db table create" -> new TableCommand.Create(usage, databases, terminal);
            case "db table copy" -> new TableCommand.Copy(usage, databases, terminal);
            case "db table rename" -> new TableCommand.Rename(usage, databases, terminal);
            case "db column list" -> new ColumnCommand.ListAll(usage, databases, terminal);
            case "db column add" -> new ColumnCommand.Add(usage, databases, terminal);
            case "db column alter" -> new ColumnCommand.Alter(usage, databases, terminal);
            case "db column rename" -> new ColumnCommand.Rename(usage, databases, terminal);
            case "db column drop" -> new ColumnCommand.Drop(usage, databases, terminal);
            case "db index list" -> new IndexCommand.ListAll(usage, databases, terminal);
            case "db index create" -> new IndexCommand.Create(usage, databases, terminal);
            case "db index drop" -> new IndexCommand.Drop(usage, databases, terminal);
            case "db view list" -> new ViewCommand.ListAll(usage, databases, terminal);
            case "db view create" -> new ViewCommand.Create(usage, databases, terminal);
            case "db view update" -> new ViewCommand.Update(usage, databases, terminal);
            case "db view delete" -> new ViewCommand.Delete(usage, databases, terminal);
            case "db branch compare" -> new MergeCommand.Compare(usage, databases, terminal);
            case "db branch can-merge" -> new MergeCommand.CanMerge(usage, databases, terminal);
            case "db branch undo" -> new UndoCommand(usage, databases, terminal);
            case "db branch merge" -> new MergeCommand.Merge(usage, false, databases, terminal);
            case "db branch merge-into-main" -> new MergeCommand.Merge(usage, true, databases, terminal);
            case "db tenant copy" -> new TenantCommand.CopyOrRename(usage, true, databases, terminal);
            case "db tenant rename" -> new TenantCommand.CopyOrRename(usage, false, databases, terminal);
            case "db tenant rotate-key" -> new TenantCommand.RotateKey(usage, databases);
            case "db table drop", "db table delete" -> new TableCommand.Drop(usage, databases, terminal);
            case "db branch script" -> new MigrationScriptCommand(usage, databases, terminal);
            case "db kv set" -> new KeyValueCommand.Set(usage, databases, terminal);
            case "db kv get" -> new KeyValueCommand.Get(usage, databases, terminal);
            case "db kv delete" -> new KeyValueCommand.Delete(usage, databases, terminal);
            case "db kv keys" -> new KeyValueCommand.ListKeys(usage, databases, terminal);
            case "db kv ttl" -> new KeyValueCommand.Ttl(usage, databases, terminal);
            case "db kv increment" -> new KeyValueCommand.Increment(usage, databases, terminal);
            case "db codegen java" -> new CodegenCommand(usage, Language.JAVA, databases, terminal);
            case "db codegen python" -> new CodegenCommand(usage, Language.PYTHON, databases, terminal);
            case "db codegen typescript" -> new CodegenCommand(usage, Language.TYPESCRIPT, databases, terminal);
            case "db import-cinchdb" -> new ImportCinchdbCommand(usage, databases, terminal);
            case "db query" -> new QueryCommand(usage, databases, terminal);
            case "db data insert" -> new DataCommand.Insert(usage, databases, terminal);
            case "db data update" -> new DataCommand.Update(usage, databases, terminal);
            case "db data delete" -> new DataCommand.Delete(usage, databases, terminal);
            case "db data import" -> new DataCommand.Import(usage, databases, terminal);
            case "db data export" -> new DataCommand.Export(usage, databases, terminal);
            case "db branch diff-rows" -> new RowsCommand.Diff(usage, databases, terminal);
            case "db branch merge-rows" -> new RowsCommand.Merge(usage, databases, terminal);
            case "db branch undo-rows" -> new RowsCommand.Undo(usage, databases, terminal);
            case "db branch row-conflicts" -> new RowsCommand.Conflicts(usage, databases, terminal);
            default -> throw new IllegalArgumentException("no command is called " + name);
        };
    }
}
