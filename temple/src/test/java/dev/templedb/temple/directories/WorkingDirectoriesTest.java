package dev.templedb.temple.directories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import dev.templedb.temple.audit.AuditEntry;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Checkouts;
import dev.templedb.testkit.GitFolder;
import dev.templedb.testkit.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingDirectoriesTest {
    @TempDir
    private Path folder;

    private Temple temple;
    private Projects projects;
    private GitFolder git;

    @BeforeEach
    void open() {
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
        projects = new Projects(temple);
        git = GitFolder.init(folder.resolve("git"));
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private void project(String slug, Path directory) {
        FilledTemple.newProject(temple, slug);
        projects.edit(slug, draft -> draft.workingDirectory(directory.toString()));
    }

    private DirectoryState.Look refresh(String slug) {
        return refresh(temple, slug);
    }

    private static DirectoryState.Look refresh(Temple at, String slug) {
        return new WorkingDirectories(at)
                .refresh(List.of(slug), Progress.NONE)
                .getFirst()
                .look()
                .orElseThrow();
    }

    private void requireAsGitSays(DirectoryState.Look look) {
        var lines = git.run("status", "--porcelain", "--no-renames").lines().count();
        assertThat(look.uncommitted()).contains(lines);
        assertThat(look.condition()).isEqualTo(lines == 0 ? Condition.CLEAN : Condition.CHANGED);
        assertThat(look.lastCommit()).contains(git.run("rev-parse", "HEAD"));
        assertThat(look.lastCommitAt().orElseThrow().getEpochSecond())
                .isEqualTo(Long.parseLong(git.run("log", "-1", "--format=%ct")));
        var branch = git.run("branch", "--show-current");
        assertThat(look.branch()).isEqualTo(branch.isEmpty() ? Optional.empty() : Optional.of(branch));
    }

    @Test
    void a_repository_is_as_git_says() {
        git.write(".gitignore", "*.log\n")
                .write("a", "1")
                .write("b", "1")
                .write("c", "1")
                .commit("One");
        project("p", git.path());
        requireAsGitSays(refresh("p"));

        git.run("switch", "-q", "-c", "feature/x");
        git.write("a", "changed")
                .write("x.log", "ignored")
                .write("new/one", "1")
                .write("new/two", "1")
                .write("d", "1");
        git.run("add", "d");
        git.run("rm", "-q", "b");
        Shell.run(git.path(), "rm c");
        requireAsGitSays(refresh("p"));

        git.commit("Two");
        git.run("checkout", "-q", "--detach");
        requireAsGitSays(refresh("p"));
    }

    @Test
    void a_repository_without_commits_has_a_branch_and_no_commit() {
        project("p", git.path());

        var look = refresh("p");

        assertThat(look.condition()).isEqualTo(Condition.CLEAN);
        assertThat(look.branch()).contains("main");
        assertThat(look.lastCommit()).isEmpty();
    }

    @Test
    void only_what_has_happened_counts_as_activity() throws Exception {
        git.write("a", "1").commit("One");
        project("p", git.path());
        refresh("p");
        var first = projects.require("p").lastActivityAt();
        var later = Clock.fixed(Instant.EPOCH.plusSeconds(60), ZoneOffset.UTC);

        try (var temple = Temple.open(this.temple.path(), later, "test")) {
            refresh(temple, "p");
            assertThat(projects.require("p").lastActivityAt()).isEqualTo(first);

            git.write("b", "1");
            assertThat(refresh(temple, "p").lookedAt()).isEqualTo(later.instant());
            assertThat(projects.require("p").lastActivityAt()).isEqualTo(later.instant());
        }
        assertThat(new Audit(temple).list(Optional.empty(), 9))
                .filteredOn(entry -> entry.action().equals("project status"))
                .extracting(AuditEntry::summary)
                .containsExactly("changed p", "changed p");
    }

    @Test
    void a_directory_that_has_gone_is_missing_without_another_look() {
        git.write("a", "1").commit("One");
        project("p", git.path());
        refresh("p");
        var directories = new WorkingDirectories(temple);
        assertThat(directories.recorded(List.of("p")).getFirst().isMissing()).isFalse();

        Shell.run(folder, "mv git moved");

        assertThat(directories.recorded(List.of("p")).getFirst().isMissing()).isTrue();
        assertThat(refresh("p").condition()).isEqualTo(Condition.MISSING);
        projects.edit(
                "p", draft -> draft.workingDirectory(folder.resolve("moved").toString()));
        assertThat(directories.recorded(List.of("p")).getFirst().look()).isEmpty();
        assertThat(refresh("p").condition()).isEqualTo(Condition.CLEAN);
    }

    @Test
    void many_are_looked_at_and_given_back_in_the_order_asked_for() throws Exception {
        git.write("a", "1").commit("One");
        project("git", git.path());
        project("plain", Files.createDirectory(folder.resolve("plain")));
        project("gone", folder.resolve("nowhere"));
        FilledTemple.newProject(temple, "unknown");

        var states = new WorkingDirectories(temple).refresh(List.of("unknown", "plain", "gone", "GIT"), Progress.NONE);

        assertThat(states).extracting(DirectoryState::slug).containsExactly("unknown", "plain", "gone", "git");
        assertThat(states)
                .extracting(state -> state.look().map(DirectoryState.Look::condition))
                .containsExactly(
                        Optional.empty(),
                        Optional.of(Condition.NO_HISTORY),
                        Optional.of(Condition.MISSING),
                        Optional.of(Condition.CLEAN));
        assertThatThrownBy(() -> new WorkingDirectories(temple).refresh(List.of("git", "nobody"), Progress.NONE))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_NOT_FOUND));
    }

    @Test
    void a_checked_out_directory_is_looked_at_by_our_own_eyes() throws Exception {
        git.write("a", "1").write("b", "1").commit("One");
        FilledTemple.take(temple, "p", git.path());
        projects.edit("p", draft -> draft.workingDirectory(""));
        var place = folder.resolve("place");
        new Checkouts(temple).make(projects.require("p"), "HEAD", place, Progress.NONE);
        assertThat(refresh("p").condition()).isEqualTo(Condition.CLEAN);

        Files.writeString(place.resolve("a"), "other");
        Files.writeString(place.resolve("new"), "1");

        var look = refresh("p");
        assertThat(look.condition()).isEqualTo(Condition.CHANGED);
        assertThat(look.uncommitted()).contains(2L);
        assertThat(look.branch()).contains("main");
        assertThat(look.lastCommit()).contains(git.run("rev-parse", "HEAD"));
    }

    @Test
    void a_hostile_repository_runs_nothing_and_leads_nowhere() throws Exception {
        git.write(".gitattributes", "* filter=evil diff=evil\n")
                .write("a.txt", "aaaa\n")
                .commit("One");
        var proof = folder.resolve("proof");
        for (var setting : List.of(
                "filter.evil.clean",
                "filter.evil.process",
                "diff.evil.textconv",
                "core.fsmonitor",
                "core.sshCommand")) {
            git.run("config", setting, "touch '%s'; cat".formatted(proof));
        }
        Shell.run(
                git.path(),
                "printf '#!/bin/sh\\ntouch \"%s\"\\n' >.git/hooks/post-index-change; chmod +x .git/hooks/*"
                        .formatted(proof));
        git.write("a.txt", "bbbb\n");
        Files.setLastModifiedTime(git.path().resolve("a.txt"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        var before = Shell.list(git.path());
        project("evil", git.path());
        assertThat(refresh("evil").uncommitted()).contains(1L);
        assertThat(proof).doesNotExist();
        assertThat(Shell.list(git.path())).isEqualTo(before);

        var borrower = Files.createDirectory(folder.resolve("borrower"));
        Files.writeString(borrower.resolve(".git"), "gitdir: " + git.path().resolve(".git") + "\n");
        project("borrower", borrower);
        var refused = refresh("borrower");
        assertThat(refused.condition()).isEqualTo(Condition.UNREADABLE);
        assertThat(refused.problem().orElseThrow()).contains("borrower");
    }
}
