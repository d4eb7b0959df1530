package dev.templedb.temple.care;

import dev.templedb.core.Progress;
import dev.templedb.packages.json.Json;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.code.CodeAnalysis;
import dev.templedb.temple.databases.ProjectDatabases;
import dev.templedb.temple.dependencies.Dependencies;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.textindex.TextIndex;
import dev.templedb.temple.worktree.ContentCheck;

/// Keeps a temple small and whole. Each step is a transaction of its own; killing it between two leaves a sound temple.
public final class Maintenance {
    /// The file is rewritten when more than this share of it is free pages.
    private static final double WASTE = 0.1;

    private static final String FREE =
            "SELECT CAST(f.freelist_count AS REAL) / max(p.page_count, 1) FROM pragma_freelist_count f, pragma_page_count p";

    private final Temple temple;

    /// Cares for `temple`.
    public Maintenance(Temple temple) {
        this.temple = temple;
    }

    /// Purges what is past its time, repacks, gives free space back and checks every page, every frame and what is
    /// staged.
    public MaintenanceReport run(Progress progress) {
        long before = temple.file().fileBytes();
        long purged = new Projects(temple).removed().purgeExpired();
        temple.file().write(Dependencies::forgetOrphans);
        temple.file().write(tx -> {
            new TextIndex(tx).sweep();
            return tx;
        });
        temple.file().write(CodeAnalysis::forgetOrphans);
        new ProjectDatabases(temple).sweep();
        var frames = temple.file().write(tx -> {
            var done = new Repacking(tx, progress).run();
            new Audit(temple)
                    .record(
                            tx,
                            "maintain",
                            null,
                            Json.Obj.empty()
                                    .with("purged_projects", purged)
                                    .with("dropped_frames", done.dropped())
                                    .with("repacked_frames", done.repacked()));
            return done;
        });
        temple.file().checkpoint();
        if (isWasteful()) {
            temple.file().vacuum();
            temple.file().checkpoint();
        }
        temple.file().optimize();
        var problems = new java.util.ArrayList<>(temple.file().integrityCheck());
        problems.addAll(temple.file().read(tx -> new FrameCheck(tx).run(progress)));
        problems.addAll(temple.file().read(tx -> new ContentCheck(tx).run(progress)));
        return new MaintenanceReport(
                purged,
                frames.dropped(),
                frames.repacked(),
                before,
                temple.file().fileBytes(),
                problems);
    }

    private boolean isWasteful() {
        return temple.file()
                        .read(tx ->
                                tx.query(FREE).first(row -> row.doubleValue(1)).orElse(0.0))
                > WASTE;
    }
}
