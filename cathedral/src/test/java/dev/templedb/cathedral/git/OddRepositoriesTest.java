package dev.templedb.cathedral.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.cathedral.testing.Api;
import dev.templedb.testkit.GitFolder;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plain git of repositories that few have: without their whole history, with strange refs, with very many.
@QuarkusTest
class OddRepositoriesTest {
    /// The first is what the server speaks with clients of version 1 too.
    private static final List<String> VERSIONS = List.of("0", "2");

    @TempDir
    static Path directory;

    private static Api.User ada;
    private static int clones;

    @BeforeEach
    void user() {
        if (ada == null) {
            ada = Api.newUser("odd");
        }
    }

    private static GitFolder clone(String version, String address, String... options) {
        var target = directory.resolve("clone-" + clones++);
        var command = new ArrayList<>(List.of("-c", "protocol.version=" + version, "clone", "-q"));
        command.addAll(List.of(options));
        command.addAll(List.of(address, target.toString()));
        GitFolder.at(directory).run(command.toArray(String[]::new));
        var clone = GitFolder.at(target);
        clone.run("config", "protocol.version", version);
        return clone;
    }

    /// What a clone has: all commits, where its history ends, and that it is sound.
    private static String history(GitFolder git) throws IOException {
        assertThat(git.start(new byte[0], "fsck", "--strict", "--full").exit()).isZero();
        var shallow = git.path().resolve(git.run("rev-parse", "--git-path", "shallow"));
        var end = Files.exists(shallow)
                ? Files.readAllLines(shallow).stream().sorted().toList()
                : List.of();
        return git.run("rev-list", "--all", "--topo-order") + "\n" + git.run("for-each-ref") + "\n" + end;
    }

    private static String refs(GitFolder git) {
        return git.run("for-each-ref", "--format=%(objectname) %(refname)");
    }

    /// Two branches that part early, cut off at two commits each.
    private static GitFolder cutOff(String name) {
        var whole = GitFolder.init(directory.resolve(name + "-whole"));
        var stream = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            commit(stream, i < 4 ? "main" : i % 2 == 0 ? "main" : "side", i + 1, i < 4 ? "" : i < 6 ? "from :4\n" : "");
        }
        stream.append("tag v1.0\nfrom :19\ntagger Ada <ada@example.org> 1700005000 +0000\ndata 2\nv1\n");
        whole.runWith(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
        var target = directory.resolve(name);
        GitFolder.at(directory)
                .run("clone", "-q", "--depth=6", "--no-single-branch", "file://" + whole.path(), target.toString());
        var git = GitFolder.at(target);
        git.run("branch", "side", "origin/side");
        git.run("remote", "remove", "origin");
        assertThat(git.path().resolve(".git/shallow")).exists();
        return git;
    }

    private static void commit(StringBuilder stream, String branch, int mark, String from) {
        var text = "Line %d\n".formatted(mark);
        stream.append("commit refs/heads/%s\nmark :%d\n".formatted(branch, mark))
                .append("committer Ada <ada@example.org> 170000%04d +0000\n".formatted(mark * 10))
                .append("data %d\n%s".formatted(text.length(), text))
                .append(from)
                .append("M 100644 inline file-%d.txt\ndata %d\n%s\n".formatted(mark % 3, text.length(), text));
    }

    @Test
    void a_project_without_its_whole_history_is_given_as_git_itself_gives_it() throws Exception {
        var source = cutOff("cut");
        try (var project = PushedRepository.push(directory, source.path(), ada, "cut", "public")) {
            var date = source.run("log", "-1", "--format=%ct", "main~3");
            for (var options : List.<String[]>of(
                    new String[0],
                    new String[] {"--mirror"},
                    new String[] {"--single-branch", "--branch=side"},
                    new String[] {"--depth=1"},
                    new String[] {"--depth=3", "--no-single-branch"},
                    new String[] {"--depth=6"},
                    new String[] {"--depth=100", "--no-single-branch"},
                    new String[] {"--shallow-since=" + date})) {
                var expected = history(clone("2", "file://" + source.path(), options));
                boolean isOfVersion2 = options.length > 0 && options[0].startsWith("--shallow");
                for (String version : isOfVersion2 ? List.of("2") : VERSIONS) {
                    assertThat(history(clone(version, project.address(), options)))
                            .as("version %s %s", version, List.of(options))
                            .isEqualTo(expected);
                }
            }
            // Which git's own server can not give of such a repository.
            var without = clone("2", project.address(), "--shallow-exclude=side", "--single-branch", "--branch=main");
            history(without);
            assertThat(without.run("rev-list", "--count", "HEAD"))
                    .isEqualTo(source.run("rev-list", "--count", "main", "^side"));
            deepened(project.address(), "file://" + source.path());
            partly(project.address());
            grown(project, source);
        }
    }

    private static void deepened(String address, String source) throws IOException {
        String[] begin = {"--depth=2", "--no-single-branch"};
        var gits = clone("2", source, begin);
        var ours =
                VERSIONS.stream().map(version -> clone(version, address, begin)).toList();
        for (String[] step : List.of(
                new String[] {"fetch", "-q", "--depth=4"},
                new String[] {"fetch", "-q", "--unshallow"},
                new String[] {"fetch", "-q", "--depth=2"},
                new String[] {"fetch", "-q", "--depth=50"})) {
            gits.run(step);
            for (var one : ours) {
                one.run(step);
                assertThat(history(one)).as(String.join(" ", step)).isEqualTo(history(gits));
            }
        }
    }

    /// Whatever server it asks, git would start itself again and again.
    private static void partly(String address) {
        for (String filter : List.of("blob:none", "tree:0")) {
            var target = directory.resolve("partly-" + clones++).toString();
            var refused = GitFolder.at(directory)
                    .start(new byte[0], "-c", "protocol.version=2", "clone", "--filter=" + filter, address, target);

            assertThat(refused.exit()).isNotZero();
            assertThat(refused.text()).contains("Clone it without --filter");
        }
    }

    private static void grown(PushedRepository project, GitFolder source) throws IOException {
        var clone = clone("2", project.address());
        source.run("config", "user.name", "Ada");
        source.run("config", "user.email", "ada@example.org");
        source.write("new.txt", "New.\n").commit("More");
        project.push();
        clone.run("fetch", "-q");
        assertThat(clone.run("rev-parse", "origin/main")).isEqualTo(source.run("rev-parse", "main"));
        history(clone);
    }

    @Test
    void strange_refs_are_given_as_they_are() {
        var source = GitFolder.init(directory.resolve("strange"));
        source.write("a.txt", "A\n").commit("First");
        source.write("a.txt", "B\n").commit("Second");
        for (String name : List.of(
                "refs/heads/größe/日本語",
                "refs/heads/100%25&x=1;+#",
                "refs/heads/it's-\"quoted\"",
                "refs/heads/" + "very-long-".repeat(18),
                "refs/tags/🎉",
                "refs/pull/1/head",
                "refs/changes/01/1/2",
                "refs/stash",
                "refs/remotes/elsewhere/main")) {
            source.run("update-ref", name, "HEAD~1");
        }
        source.run("notes", "--ref=review", "add", "-m", "Noted.", "HEAD");
        source.run("replace", "HEAD", "HEAD~1");
        source.run("tag", "-a", "-m", "Of a tree", "of-a-tree", "HEAD^{tree}");
        source.run("tag", "-a", "-m", "Of a tag", "of-a-tag", "of-a-tree");
        source.run("update-ref", "refs/tags/of-a-blob", source.run("rev-parse", "HEAD:a.txt"));

        try (var project = PushedRepository.push(directory, source.path(), ada, "strange", "public")) {
            var there = project.refs();
            assertThat(there).contains("größe/日本語", "100%25&x=1;+#", "🎉", "refs/pull/1/head", "refs/notes/review");
            for (String version : VERSIONS) {
                var mirror = clone(version, project.address(), "--mirror");
                assertThat(refs(mirror)).as(version).isEqualTo(there);
                var one = clone(version, project.address(), "--single-branch", "--branch=größe/日本語");
                assertThat(one.run("rev-list", "--count", "HEAD")).isEqualTo("1");
            }
        }
    }

    @Test
    void a_head_that_leads_nowhere_yet_does_no_harm() {
        var source = GitFolder.init(directory.resolve("unborn"));
        source.write("a.txt", "A\n").commit("First");
        source.run("checkout", "-q", "-b", "other");
        source.run("branch", "-D", "main");
        source.run("symbolic-ref", "HEAD", "refs/heads/not-yet");

        try (var project = PushedRepository.push(directory, source.path(), ada, "unborn", "public")) {
            for (String version : VERSIONS) {
                var clone = clone(version, project.address());
                assertThat(clone.run("rev-parse", "origin/other")).isEqualTo(source.run("rev-parse", "other"));
                assertThat(clone(version, project.address(), "--depth=1", "--branch=other")
                                .run("status", "--porcelain"))
                        .isEmpty();
            }
        }
    }

    @Test
    void five_thousand_refs_are_given() {
        var source = GitFolder.init(directory.resolve("many"));
        var stream = new StringBuilder();
        commit(stream, "main", 1, "");
        for (int i = 0; i < 2500; i++) {
            stream.append("reset refs/heads/b/%d\nfrom :1\n\n".formatted(i));
            stream.append(
                    "tag t%d\nfrom :1\ntagger Ada <ada@example.org> 1700005000 +0000\ndata 4\n%04d\n".formatted(i, i));
        }
        source.runWith(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
        source.run("pack-refs", "--all");

        try (var project = PushedRepository.push(directory, source.path(), ada, "many", "public")) {
            for (String version : List.of("0", "2")) {
                var mirror = clone(version, project.address(), "--mirror");
                assertThat(refs(mirror)).isEqualTo(refs(source));
            }
            assertThat(clone("2", project.address(), "--depth=1", "--branch=b/77")
                            .run("rev-parse", "HEAD"))
                    .isEqualTo(source.run("rev-parse", "main"));
        }
    }

    @Test
    void clones_are_counted_and_of_private_projects_noted() {
        var bob = Api.newUser("cloning");
        var source = GitFolder.init(directory.resolve("counted"));
        source.write("a.txt", "A\n").commit("First");
        try (var project = PushedRepository.push(directory, source.path(), ada, "counted", "private")) {
            String path = "/api/v1/projects/" + ada.name() + "/counted";
            ada.api().post(path + "/collaborators", Map.of("user", bob.name(), "role", "reader"));
            var page = bob.api().get(path).body();
            assertThat(page.path("clone_url").asText()).isEqualTo(project.address());
            assertThat(page.path("downloads").asInt()).isZero();

            var clone = clone("2", project.address(bob.token()));
            clone.run("fetch", "-q");
            GitFolder.at(directory).run("ls-remote", project.address(bob.token()));
            assertThat(downloads(path)).isEqualTo(1);

            source.write("a.txt", "B\n").commit("Second");
            project.push();
            clone.run("fetch", "-q");
            clone("0", project.address(bob.token()), "--depth=1");
            assertThat(downloads(path)).isEqualTo(3);

            String state = bob.api().get(path).body().path("state").asText();
            bob.api().post(path + "/fetch", Map.of("have", List.of()));
            assertThat(downloads(path)).isEqualTo(4);
            bob.api().post(path + "/fetch", Map.of("have", List.of(state)));
            bob.api().post(path + "/fetch", Map.of("have", List.of(state), "want", Map.of("version", "latest")));
            assertThat(downloads(path)).isEqualTo(4);
            bob.api().post(path + "/fetch", Map.of("want", Map.of("version", "1.0.0")));
            assertThat(downloads(path)).isEqualTo(5);
            assertThat(ada.api()
                            .get(path + "/versions/1.0.0")
                            .body()
                            .path("downloads")
                            .asInt())
                    .isEqualTo(1);

            var noted = ada.api().get(path + "/audit").body().path("items");
            var fetches = new ArrayList<String>();
            noted.forEach(entry -> {
                if (entry.path("action").asText().equals("project.fetch")) {
                    fetches.add(entry.path("actor").asText() + " by "
                            + entry.path("metadata").path("by").asText());
                }
            });
            assertThat(fetches.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting())))
                    .isEqualTo(Map.of(bob.name() + " by git", 3L, bob.name() + " by fetch", 2L));
        }
    }

    private static int downloads(String path) {
        return ada.api().get(path).body().path("downloads").asInt();
    }
}
