package dev.templedb.temple.exchange;

import dev.templedb.core.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What became of each project of an archive, or with a dry run what would.
public record TempleImportReport(List<Taken> projects, boolean dryRun, List<String> notices) {
    public TempleImportReport {
        projects = List.copyOf(projects);
        notices = List.copyOf(notices);
    }

    /// What became of a project.
    public enum Outcome {
        /// It came in.
        IMPORTED,
        /// It moved on to what the archive holds.
        UPDATED,
        /// It is as it is in the archive.
        UNCHANGED,
        /// It has moved on from what the archive holds, and stays.
        KEPT,
        /// Both have something of their own; it stays as it is here.
        CONFLICT;

        /// The word for people, files and the database.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One project.
    ///
    /// @param contentRoot its state afterwards; absent after a dry run
    /// @param newCommits  those that the project did not have
    /// @param lost        in a conflict what the archive's state would take away, in words for people
    /// @param notices     what else a person should know
    public record Taken(
            String slug,
            Outcome outcome,
            Optional<Sha256> contentRoot,
            long newCommits,
            List<String> lost,
            List<String> notices) {
        public Taken {
            lost = List.copyOf(lost);
            notices = List.copyOf(notices);
        }
    }

    /// The projects with this outcome.
    public List<Taken> with(Outcome outcome) {
        return projects.stream().filter(one -> one.outcome() == outcome).toList();
    }
}
