package dev.templedb.temple.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.history.Ancestry;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.history.SqliteCommitStore;
import dev.templedb.temple.intake.MadeSource;
import dev.templedb.temple.intake.TreeEdit;
import dev.templedb.temple.objects.LayeredSource;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.worktree.Conflict;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergeAgainstGitTest {
    @TempDir
    Path scratch;

    private record Merged(GitId tree, List<MergedTree.Clash> conflicts) {
        boolean isClean() {
            return conflicts.isEmpty();
        }

        /// What git says without an entry of the index.
        boolean isMessageOnly(MergedTree.Clash clash) {
            return clash.kind().equals(MergedTree.Clash.NOT_MOVED);
        }

        List<String> codes() {
            return conflicts.stream()
                    .filter(clash -> !isMessageOnly(clash))
                    .map(MergeAgainstGitTest::code)
                    .toList();
        }
    }

    static LongStream many() {
        return LongStream.range(1_000, 1_150);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 6, 8, 10, 100, 111, 158})
    void a_merge_has_the_conflicts_of_git_s_and_without_any_the_same_tree(long seed) throws Exception {
        merges_are_git_s(seed, MergeAgainstGitTest::change);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void files_go_with_their_directory_where_git_takes_them(long seed) throws Exception {
        merges_are_git_s(seed, MergeAgainstGitTest::changeDirectories);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void attributes_of_ours_say_how_files_are_merged_as_for_git(long seed) throws Exception {
        merges_are_git_s(seed, MergeAgainstGitTest::change, true);
    }

    @ParameterizedTest
    @Tag("thorough")
    @MethodSource("many")
    void many_merges_are_git_s(long seed) throws Exception {
        merges_are_git_s(seed, seed % 2 == 0 ? MergeAgainstGitTest::change : MergeAgainstGitTest::changeDirectories);
    }

    private interface Changing {
        void change(Random random, Path root) throws IOException;
    }

    private void merges_are_git_s(long seed, Changing changing) throws Exception {
        merges_are_git_s(seed, changing, false);
    }

    private void merges_are_git_s(long seed, Changing changing, boolean withAttributes) throws Exception {
        var random = new Random(seed);
        var git = GitFolder.init(scratch.resolve("source"));
        if (withAttributes) {
            git.write(".gitattributes", "k binary\n[l-n] merge=union\no -merge\np merge=binary\n");
        }
        for (int i = 0; i < 12; i++) {
            write(random, name(random, git.path()));
        }
        git.commit("Begin");
        var tips = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            git.run(
                    "checkout",
                    "-q",
                    "-B",
                    "b" + i,
                    i == 0 ? "main" : random.nextBoolean() ? "main" : "b" + random.nextInt(i));
            for (int change = 1 + random.nextInt(3); change > 0; change--) {
                changing.change(random, git.path());
            }
            tips.add(git.commit("Change " + i));
            if (i > 1 && seed % 2 == 0) {
                crossMerge(git, tips);
            }
        }
        int clean = 0;
        try (var sandbox = new IntakeSandbox(scratch)) {
            sandbox.take("demo", git.path());
            long project = new Projects(sandbox.temple()).require("demo").id();
            for (var ours : tips) {
                for (var theirs : tips) {
                    if (!ours.equals(theirs)) {
                        if (withAttributes) {
                            git.run("checkout", "-q", "-f", "--detach", ours);
                        }
                        clean += compare(sandbox, project, git, ours, theirs) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(clean).isPositive();
    }

    /// Merges two branches into each other, so that they have two common commits, when they do not conflict.
    private static void crossMerge(GitFolder git, ArrayList<String> tips) {
        var left = tips.get(tips.size() - 2);
        var right = tips.getLast();
        for (var pair : List.of(List.of(left, right), List.of(right, left))) {
            git.run("checkout", "-q", "--detach", pair.getFirst());
            if (git.start(new byte[0], "merge", "-q", "--no-ff", "-m", "Cross", pair.getLast())
                            .exit()
                    != 0) {
                git.run("merge", "--abort");
                return;
            }
            git.run(
                    "branch",
                    "cross-" + pair.getFirst().substring(0, 8) + pair.getLast().substring(0, 8));
            tips.add(git.run("rev-parse", "HEAD"));
        }
    }

    private static boolean compare(IntakeSandbox sandbox, long project, GitFolder git, String ours, String theirs) {
        var said = git.start(new byte[0], "merge-tree", "--write-tree", "--messages", ours, theirs);
        var parts = new String(said.output(), StandardCharsets.UTF_8).split("\n\n", 2);
        var lines = parts[0].split("\n");
        var merged = merge(sandbox, project, GitId.parse(ours), GitId.parse(theirs));
        var about = "%s %s and %s: git %s, ours %s".formatted(git.path(), ours, theirs, List.of(parts), merged);
        assertThat(merged.isClean()).as(about).isEqualTo(said.exit() == 0);
        if (merged.isClean()) {
            assertThat(merged.tree().hex()).as(about).isEqualTo(lines[0]);
        } else {
            assertThat(merged.codes()).as(about).isEqualTo(codes(List.of(lines).subList(1, lines.length)));
            assertThat(merged.conflicts().stream().anyMatch(merged::isMessageOnly))
                    .as(about)
                    .isEqualTo(parts[1].matches("(?s).*CONFLICT \\((implicit dir rename|directory rename split)\\).*"));
        }
        return merged.isClean();
    }

    /// What `git status --short` says of an index with these entries: mode, id, stage and path.
    private static List<String> codes(List<String> entries) {
        var stages = new TreeMap<String, Integer>();
        for (var entry : entries) {
            var parts = entry.split("[ \t]", 4);
            stages.merge(parts[3], 1 << Integer.parseInt(parts[2]) - 1, Integer::sum);
        }
        var names = List.of("", "DD", "AU", "UD", "UA", "DU", "AA", "UU");
        return stages.entrySet().stream()
                .map(entry -> names.get(entry.getValue()) + " " + entry.getKey())
                .toList();
    }

    private static String code(MergedTree.Clash clash) {
        var conflict = new Conflict(
                clash.path(),
                clash.kind(),
                clash.base().map(MergeAgainstGitTest::side),
                clash.ours().map(MergeAgainstGitTest::side),
                clash.theirs().map(MergeAgainstGitTest::side));
        return conflict.code() + " " + conflict.path();
    }

    private static Conflict.Side side(MergedTree.Side side) {
        return new Conflict.Side(side.mode(), side.blob());
    }

    private static Merged merge(IntakeSandbox sandbox, long project, GitId ours, GitId theirs) {
        return sandbox.temple().file().read(tx -> {
            try (var stored = new StoredObjects(tx)) {
                Map<GitId, RawObject> made = new HashMap<>();
                var objects = new LayeredSource(made::containsKey, new MadeSource(made), stored);
                var commits = new SqliteCommitStore(tx, project);
                var our = commits.tree(ours).orElseThrow();
                var attributes = AttributeRules.ofTree(objects, our);
                if (new Ancestry(tx, project).reaches(ours, theirs)) {
                    return new Merged(our, List.of());
                }
                var result = new TreeMerge(objects, made, ours.hex(), theirs.hex(), attributes)
                        .merge(
                                new MergeBase(tx, project, objects, made, attributes).tree(ours, theirs),
                                our,
                                commits.tree(theirs).orElseThrow());
                var changes = new TreeMap<FilePath, Optional<TreeEdit.File>>();
                result.changes()
                        .forEach((path, side) ->
                                changes.put(path, side.map(file -> new TreeEdit.File(file.mode(), file.blob()))));
                return new Merged(new TreeEdit(objects, made).apply(Optional.of(our), changes), result.conflicts());
            }
        });
    }

    private static Path name(Random random, Path root) {
        var directory = List.of("", "d/", "e/").get(random.nextInt(3));
        return root.resolve(directory + (char) ('k' + random.nextInt(8)));
    }

    private static void write(Random random, Path file) throws IOException {
        var text = new StringBuilder();
        int kind = random.nextInt(1000);
        for (int line = 0; line < 30; line++) {
            text.append("line ").append(line).append(" of ").append(kind).append('\n');
        }
        if (Files.isDirectory(file) || Files.isSymbolicLink(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void change(Random random, Path root) throws IOException {
        var file = name(random, root);
        if (!Files.isRegularFile(file) || Files.isSymbolicLink(file)) {
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            }
            write(random, file);
            return;
        }
        switch (random.nextInt(10)) {
            case 6 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("target" + random.nextInt(3)));
            }
            case 7 -> {
                Files.delete(file);
                Files.createDirectories(file);
                Files.writeString(file.resolve("inner"), "inner " + random.nextInt(3));
            }
            case 8 -> Files.write(file, new byte[] {0, 1, (byte) random.nextInt(100)});
            case 0 -> Files.delete(file);
            case 1 -> {
                var to = name(random, root);
                if (!Files.exists(to)) {
                    Files.createDirectories(to.getParent());
                    Files.move(file, to);
                }
            }
            case 2 -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            default -> {
                var lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
                int at = random.nextInt(lines.size());
                lines.set(at, "changed " + random.nextInt(1000));
                if (random.nextInt(3) == 0) {
                    lines.remove(random.nextInt(lines.size()));
                }
                Files.writeString(file, String.join("\n", lines) + "\n");
            }
        }
    }

    private static final List<String> DIRECTORIES = List.of("d", "e", "f", "d/s", "e/s", "f/t");

    /// Renames whole directories, or spreads their files, and adds files to others.
    private static void changeDirectories(Random random, Path root) throws IOException {
        var directory = root.resolve(DIRECTORIES.get(random.nextInt(DIRECTORIES.size())));
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                if (!Files.isDirectory(directory)) {
                    return;
                }
                var to = root.resolve(DIRECTORIES.get(random.nextInt(DIRECTORIES.size())));
                var aside = root.resolve(DIRECTORIES.get(random.nextInt(DIRECTORIES.size())));
                try (var files = Files.walk(directory)) {
                    for (var file : files.filter(Files::isRegularFile).toList()) {
                        var target = (random.nextInt(5) == 0 ? aside : random.nextInt(12) == 0 ? root : to)
                                .resolve(directory.relativize(file));
                        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                                && canBeDirectory(target.getParent(), root)) {
                            Files.createDirectories(target.getParent());
                            Files.move(file, target);
                        }
                    }
                }
            }
            case 2, 3 -> {
                var file = directory.resolve(String.valueOf((char) ('a' + random.nextInt(12))));
                if (!Files.exists(file) && canBeDirectory(directory, root)) {
                    write(random, file);
                }
            }
            default -> change(random, root);
        }
    }

    private static boolean canBeDirectory(Path directory, Path root) {
        for (var at = directory; !at.equals(root); at = at.getParent()) {
            if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }
}
