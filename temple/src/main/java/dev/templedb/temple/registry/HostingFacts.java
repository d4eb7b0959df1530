package dev.templedb.temple.registry;

import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.projects.Projects;
import java.util.function.UnaryOperator;

/// Keeps what the places said that host projects. Thread-safe, as the temple is.
public final class HostingFacts {
    private final Temple temple;
    private final Projects projects;
    private final Audit audit;

    /// The facts in `temple`.
    public HostingFacts(Temple temple) {
        this.temple = temple;
        this.projects = new Projects(temple);
        this.audit = new Audit(temple);
    }

    /// What is known of a project.
    ///
    /// @throws dev.templedb.core.TempleException with `PROJECT_NOT_FOUND`
    public Hosting of(String slug) {
        return temple.file().read(tx -> of(tx, projects.require(tx, slug).id()));
    }

    /// What is known of the project of that number.
    public static Hosting of(Transaction tx, long project) {
        return new SqliteRegistryStore(tx, project).hosting();
    }

    /// Changes what is known of a project.
    ///
    /// @return what is known now
    /// @throws dev.templedb.core.TempleException with `PROJECT_NOT_FOUND` or `PROJECT_VALUE_INVALID`
    public Hosting change(String slug, UnaryOperator<Hosting> change) {
        return temple.file().write(tx -> {
            var project = projects.require(tx, slug);
            var store = new SqliteRegistryStore(tx, project.id());
            var before = store.hosting();
            var after = change.apply(before);
            if (!after.equals(before)) {
                store.setHosting(after);
                projects.touch(tx, project.id());
                audit.record(
                        tx,
                        "project hosting",
                        project.slug().text(),
                        Json.Obj.empty()
                                .with("open_prs", after.openPullRequests().size())
                                .with("open_issues", after.openIssues().size()));
            }
            return after;
        });
    }
}
