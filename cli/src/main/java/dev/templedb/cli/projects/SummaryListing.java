package dev.templedb.cli.projects;

import dev.templedb.cli.terminal.Column;
import dev.templedb.cli.terminal.Listing;
import dev.templedb.temple.projects.ProjectSummary;
import java.util.List;

/// Projects as lists show them.
final class SummaryListing {
    private SummaryListing() {}

    static Listing of(List<ProjectSummary> projects) {
        var listing = new Listing(
                Column.text("slug"),
                Column.text("name"),
                Column.text("kind"),
                Column.text("status"),
                Column.hidden("visibility"),
                Column.text("language"),
                Column.number("files"),
                Column.bytes("bytes"),
                Column.text("last_activity_at", "last activity"),
                Column.hidden("companion"),
                Column.hidden("owner"),
                Column.hidden("repository_url"),
                Column.hidden("tags"));
        for (var project : projects) {
            listing.row(
                    project.slug(),
                    project.name(),
                    project.kind(),
                    project.status(),
                    project.visibility(),
                    project.language(),
                    project.files(),
                    project.bytes(),
                    project.lastActivityAt(),
                    project.companion(),
                    project.owner(),
                    project.repositoryUrl(),
                    project.tags());
        }
        return listing;
    }
}
