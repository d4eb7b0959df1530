package dev.templedb.temple.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.Head;
import dev.templedb.temple.Temple;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.testkit.GitFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryReaderTest {
    @TempDir
    Path directory;

    private GitFolder git;
    private Temple temple;
    private HistoryReader history;
    private long project;

    @BeforeEach
    void openTemple() {
        git = GitFolder.init(directory.resolve("git"));
        temple = FilledTemple.open(directory.resolve("t.templedb"));
        history = new HistoryReader(temple);
    }

    @AfterEach
    void closeTemple() {
        temple.close();
    }

    private void take() {
        project = FilledTemple.take(temple, "p", git.path());
    }

    private List<String> log(LogQuery query) {
        return history.log(project, query).commits().stream()
                .map(commit -> commit.id().hex())
                .toList();
    }

    private List<String> revList(String... arguments) {
        var all = new ArrayList<String>(List.of("rev-list", "--date-order"));
        all.addAll(List.of(arguments));
        return git.run(all.toArray(String[]::new)).lines().toList();
    }

    @Test
    void a_log_holds_what_a_ref_reaches_with_children_before_parents() {
        git.write("a", "1").commit("one");
        git.run("switch", "-q", "-c", "side");
        git.write("b", "1").commit("side one");
        git.run("switch", "-q", "main");
        git.write("c/d", "1").commit("two");
        git.run("merge", "-q", "--no-ff", "-m", "merge", "side");
        git.run("switch", "-q", "--orphan", "other");
        git.write("z", "1").commit("orphan");
        take();
        assertThat(log(LogQuery.of("main"))).isEqualTo(revList("main"));
        assertThat(log(LogQuery.of("side"))).isEqualTo(revList("side"));
        assertThat(log(LogQuery.of("HEAD"))).isEqualTo(revList("other"));
        assertThat(log(LogQuery.of("main~1"))).isEqualTo(revList("main~1"));
    }

    @Test
    void pages_of_a_log_follow_one_another() {
        for (int i = 0; i < 7; i++) {
            git.commit("c" + i);
        }
        take();
        var collected = new ArrayList<String>();
        var query = LogQuery.of("main").withLimit(3);
        var page = history.log(project, query);
        while (true) {
            page.commits().forEach(commit -> collected.add(commit.id().hex()));
            if (!page.more()) {
                break;
            }
            page = history.log(
                    project, query.goingOnAfter(page.commits().getLast().id()));
        }
        assertThat(collected).isEqualTo(revList("main"));
        assertThatThrownBy(() -> history.log(project, query.goingOnAfter(GitId.parse("0".repeat(40)))))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.COMMIT_NOT_FOUND));
    }

    @Test
    void a_log_can_be_of_a_file_or_a_directory() {
        git.write("a", "1").write("dir/x", "1").write("dir0", "1").commit("one");
        git.write("a", "2").commit("two");
        git.write("dir/y/z", "1").commit("three");
        git.write("dir-x", "1").commit("four");
        git.run("rm", "-q", "-r", "dir");
        git.commit("five");
        take();
        for (var path : List.of("a", "dir", "dir/x", "dir/y", "dir0")) {
            assertThat(log(LogQuery.of("HEAD").withPath(FilePath.of(path))))
                    .as(path)
                    .isEqualTo(revList("HEAD", "--", path));
        }
        assertThat(log(LogQuery.of("HEAD").withPath(FilePath.of("./")))).hasSize(5);
        assertThat(log(LogQuery.of("HEAD~4").withPath(FilePath.of("dir/y")))).isEmpty();
        assertThatThrownBy(() -> log(LogQuery.of("HEAD").withPath(FilePath.of("di"))))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
    }

    @Test
    void a_log_can_be_of_an_author_and_a_time() {
        git.commit("one");
        git.run("config", "user.name", "Björn");
        git.run("config", "user.email", "b@example.org");
        git.commit("two");
        git.commit("three");
        take();
        assertThat(log(LogQuery.of("HEAD").withAuthor("BJÖRN <B@"))).isEqualTo(revList("--author=Björn", "HEAD"));
        assertThat(log(LogQuery.of("HEAD").withAuthor("nobody"))).isEmpty();
        var middle = history.log(project, LogQuery.of("HEAD~1"))
                .commits()
                .getFirst()
                .committer()
                .at();
        assertThat(log(LogQuery.of("HEAD").withSince(middle))).hasSize(2);
        assertThat(log(LogQuery.of("HEAD").withUntil(middle))).hasSize(2);
        assertThat(log(LogQuery.of("HEAD").withSince(middle).withUntil(middle))).hasSize(1);
        assertThat(history.contributors(project))
                .extracting(Contributor::name, Contributor::commits)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Björn", 2L),
                        org.assertj.core.groups.Tuple.tuple("Ada", 1L));
    }

    @Test
    void a_commit_is_shown_with_its_headers_and_changes() {
        git.write("kept", "1")
                .write("changed", "1")
                .write("mode", "1")
                .write("gone", "1")
                .write("type", "1")
                .write("dir/f", "1")
                .commit("one");
        git.write("changed", "2").write("added", "");
        git.path().resolve("mode").toFile().setExecutable(true);
        git.run("rm", "-q", "gone", "type", "dir/f");
        git.link("type", "kept").write("dir", "now a file");
        var id = git.commit("Subject\n\nBody\n");
        git.run("tag", "-a", "v1", "-m", "x");
        take();
        var shown = history.show(project, "v1");
        assertThat(shown.commit().id().hex()).isEqualTo(id);
        assertThat(shown.commit().message()).isEqualTo("Subject\n\nBody\n");
        assertThat(shown.commit().subject()).isEqualTo("Subject");
        assertThat(shown.commit().author().zoneMinutes()).isEqualTo(90);
        assertThat(shown.commit().author().at()).isAfter(Instant.ofEpochSecond(1_700_000_000));
        assertThat(shown.refs()).containsExactly("refs/heads/main", "refs/tags/v1");
        assertThat(lines(shown.changes())).isEqualTo(diffTree("HEAD~1", "HEAD"));
        assertThat(lines(history.show(project, "HEAD~1").changes()))
                .isEqualTo(diffTree("4b825dc642cb6eb9a060e54bf8d69288fbee4904", "HEAD~1"));
        assertThat(lines(history.changes(project, "HEAD", "HEAD~1"))).isEqualTo(diffTree("HEAD", "HEAD~1"));
    }

    private static List<String> lines(List<FileChange> changes) {
        return changes.stream()
                .map(change -> ":%06o %06o %s %s %s\t%s"
                        .formatted(
                                change.oldMode(),
                                change.newMode(),
                                hex(change.oldBlob()),
                                hex(change.newBlob()),
                                change.status().letter(),
                                change.path()))
                .sorted()
                .toList();
    }

    private static String hex(Optional<GitId> id) {
        return id.map(GitId::hex).orElse("0".repeat(40));
    }

    private List<String> diffTree(String from, String to) {
        return git.run("diff-tree", "-r", "--no-renames", from, to)
                .lines()
                .sorted()
                .toList();
    }

    @Test
    void odd_commits_are_read() throws Exception {
        git.write("a", "1");
        git.run("config", "i18n.commitEncoding", "ISO-8859-1");
        Files.write(directory.resolve("message"), "gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        git.run("add", "-A");
        git.run("commit", "-q", "-F", directory.resolve("message").toString());
        var tree = git.run("rev-parse", "HEAD^{tree}");
        var signed = git.object(
                "commit",
                "tree " + tree + "\nauthor A <a@x> 0 -0730\ncommitter  <> 99 +0000\n"
                        + "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\nx-odd 1\n\nNo newline");
        git.run("update-ref", "refs/heads/signed", signed);
        var parents = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            parents.add(git.commitTree("refs/heads/p" + i, tree));
        }
        git.commitTree("refs/heads/octopus", tree, parents.toArray(String[]::new));
        take();
        assertThat(history.show(project, "main").commit().message()).isEqualTo("grüße\n");
        var commit = history.show(project, "signed").commit();
        assertThat(commit.signed()).isTrue();
        assertThat(commit.author().zoneMinutes()).isEqualTo(-450);
        assertThat(commit.message()).isEqualTo("No newline");
        assertThat(history.show(project, "main").commit().signed()).isFalse();
        assertThat(history.show(project, "octopus").commit().parents())
                .extracting(GitId::hex)
                .isEqualTo(parents);
        assertThat(history.show(project, "octopus").commit().isMerge()).isTrue();
        assertThat(new HashSet<>(log(LogQuery.of("octopus")))).isEqualTo(new HashSet<>(revList("octopus")));
    }

    @Test
    void a_shallow_history_ends_where_it_was_cut() {
        git.write("a", "1").commit("one");
        git.write("a", "2").commit("two");
        git.commit("three");
        var shallow = directory.resolve("shallow");
        git.run("clone", "-q", "--depth", "2", git.path().toUri().toString(), shallow.toString());
        project = FilledTemple.take(temple, "p", shallow);
        assertThat(log(LogQuery.of("main"))).isEqualTo(revList("-2", "main"));
        assertThat(history.show(project, "main~1").commit().parents()).isEmpty();
        assertThat(history.show(project, "main~1").changes()).hasSize(1);
    }

    @Test
    void refs_are_listed_by_kind() {
        git.write("a", "1").commit("one");
        git.run("branch", "feature/ä");
        git.run("tag", "light");
        git.run("tag", "-a", "v1", "-m", "Version 1");
        git.run("tag", "-a", "nested", "-m", "Nested", "v1");
        git.run("tag", "file", "HEAD:a");
        git.run("tag", "-a", "tree", "-m", "x", "HEAD^{tree}");
        var signed = git.object(
                "tag",
                "object " + git.run("rev-parse", "HEAD")
                        + "\ntype commit\ntag signed\n\nText\n-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----\n");
        git.run("update-ref", "refs/tags/signed", signed);
        git.run("notes", "add", "-m", "note");
        take();
        var refs = history.refs(project);
        assertThat(refs.head()).contains(new Head.Branch("refs/heads/main"));
        assertThat(refs.branches())
                .extracting(RefList.Branch::name, RefList.Branch::isHead)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("feature/ä", false),
                        org.assertj.core.groups.Tuple.tuple("main", true));
        assertThat(refs.tags())
                .extracting(RefList.Tag::name)
                .containsExactly("file", "light", "nested", "signed", "tree", "v1");
        assertThat(refs.tags())
                .extracting(RefList.Tag::kind)
                .containsExactly(
                        ObjectKind.BLOB,
                        ObjectKind.COMMIT,
                        ObjectKind.COMMIT,
                        ObjectKind.COMMIT,
                        ObjectKind.TREE,
                        ObjectKind.COMMIT);
        assertThat(refs.tags())
                .allSatisfy(tag -> assertThat(tag.object().hex()).isEqualTo(git.run("rev-parse", tag.name() + "^{}")));
        assertThat(refs.tags().get(1).annotation()).isEmpty();
        assertThat(refs.tags().get(2).annotation())
                .hasValueSatisfying(text -> assertThat(text.message()).isEqualTo("Nested\n"));
        var annotation = refs.tags().get(3).annotation().orElseThrow();
        assertThat(annotation.signed()).isTrue();
        assertThat(annotation.message()).isEqualTo("Text\n");
        assertThat(annotation.tagger()).isEmpty();
        assertThat(refs.others()).extracting(RefList.OtherRef::name).containsExactly("refs/notes/commits");
    }
}
