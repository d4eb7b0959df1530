package dev.templedb.branchdb;

import dev.templedb.branchdb.changes.Change;
import dev.templedb.branchdb.kv.Value;
import dev.templedb.branchdb.rows.RowDecisions;
import dev.templedb.branchdb.schema.Column;
import java.nio.file.Path;
import java.util.List;

/// A child process that works on databases until it is killed or done, and prints what was acknowledged.
final class Worker {
    static final int TENANTS = 20;
    /// The key that each tenant counts in.
    static final String COUNTER = "counter";

    private Worker() {}

    public static void main(String[] args) throws Exception {
        try (var databases = Databases.open(Path.of(args[0]))) {
            var app = databases.database("app");
            switch (args[1]) {
                case "tables" -> makeTables(app.main(), args[2], Integer.parseInt(args[3]));
                case "inserts" -> insertWithoutEnd(app, args[2]);
                case "changes" -> changeWithoutEnd(app, args[2]);
                default -> throw new IllegalArgumentException(args[1]);
            }
        }
    }

    private static void makeTables(DatabaseBranch branch, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            branch.change(Edits.sql("CREATE TABLE %s%d (id TEXT PRIMARY KEY NOT NULL)".formatted(prefix, i)));
            say(prefix + i);
        }
    }

    private static void insertWithoutEnd(Database app, String run) throws InterruptedException {
        for (var thread : List.of(inserting(app, run, 0), inserting(app, run, 1), inserting(app, run, 2))) {
            thread.join();
        }
    }

    /// Changes main and a branch, merges schemas and rows, takes both back, forks and deletes, while two threads
    /// insert
    /// and
    /// one counts and sets keys.
    private static void changeWithoutEnd(Database app, String run) throws InterruptedException {
        var threads = List.of(inserting(app, run, 0), inserting(app, run, 1), settingKeys(app, run));
        var branch = app.createBranch("branch-" + run, "main");
        say("begun");
        for (int i = 0; ; i++) {
            var name = "c_%s_%d".formatted(run, i);
            branch.change(Edits.addColumn("m" + name));
            branch.mergeInto("main");
            app.main().change(Edits.addColumn(name));
            app.main().mergeInto(branch.name());
            app.main().change(List.of(Change.AddColumn.of("notes", Column.of("u" + name, "TEXT"))));
            app.main().undo();
            mergeRow(branch, i % TENANTS, "%s-row-%d".formatted(run, i));
            takeBackRow(app, branch, i % TENANTS, "%s-undone-%d".formatted(run, i));
            app.deleteBranch(app.createBranch("side-" + name, "main").name());
            if (threads.stream().noneMatch(Thread::isAlive)) {
                throw new IllegalStateException("nobody inserts any more");
            }
        }
    }

    /// Adds a row to a branch that has the schema of main, and brings it to main.
    private static void mergeRow(DatabaseBranch branch, int tenant, String id) {
        Notes.add(branch.tenant("t" + tenant), id);
        branch.mergeRows("main", RowDecisions.NONE);
        say(tenant + " " + id);
    }

    /// Brings a row to main and takes it out again.
    private static void takeBackRow(Database app, DatabaseBranch branch, int tenant, String id) {
        Notes.add(branch.tenant("t" + tenant), id);
        branch.mergeRows("main", RowDecisions.NONE);
        app.main().undoRows(RowDecisions.NONE);
        branch.tenant("t" + tenant)
                .write(tx -> tx.update("DELETE FROM notes WHERE id = :id")
                        .bind("id", id)
                        .execute());
    }

    private static Thread settingKeys(Database app, String run) {
        return Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; ; i++) {
                int tenant = i % TENANTS;
                var keys = app.main().tenant("t" + tenant).kv();
                var key = "%s-%d".formatted(run, i);
                keys.set(key, new Value.Text(key));
                say("key " + tenant + " " + key);
                keys.increment(COUNTER, 1);
                say("counted " + tenant + " 1");
            }
        });
    }

    private static Thread inserting(Database app, String run, int thread) {
        return Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; ; i++) {
                int tenant = (i * 7 + thread) % TENANTS;
                var id = "%s-%d-%d".formatted(run, thread, i);
                Notes.add(app.main().tenant("t" + tenant), id);
                say(tenant + " " + id);
            }
        });
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        if (System.out.checkError()) {
            // Nobody listens any more: the test was stopped.
            Runtime.getRuntime().halt(1);
        }
    }
}
