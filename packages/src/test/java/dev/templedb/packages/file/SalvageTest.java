package dev.templedb.packages.file;

import static dev.templedb.packages.samples.Refusal.refuses;
import static dev.templedb.packages.samples.SampleProject.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.content.PackageChecker;
import dev.templedb.packages.content.Salvage;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.samples.SampleProject;
import dev.templedb.packages.samples.TakenIn;
import dev.templedb.packages.state.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is taken out of a package of which single objects are damaged, and what is said about the rest.
class SalvageTest {
    private static final byte[] NOTE = "To do\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final SampleProject project = new SampleProject().oneObjectPerFrame();

    /// A commit with one file of its own.
    private GitId commit(String name, GitId... parents) {
        return project.commit(name, project.tree(entry(0100644, name, project.blob(name))), parents);
    }

    private GitId blob(String content) {
        return project.blob(content);
    }

    private SampleProject head(GitId commit) {
        return git("head", Json.Obj.empty().with("commit", commit.hex()));
    }

    private SampleProject git(String member, Json value) {
        return project.changeState(
                state -> state.with("git", state.object("git").with(member, value)));
    }

    /// The project's package with a changed bit in the frames `numbers`.
    private Path damaged(Integer... numbers) throws Exception {
        var raw = RawPackage.of(project);
        var bytes = raw.bytes();
        int at = 0;
        for (var part : raw.parts) {
            at += part.header().length;
            if (part.name().equals(EntryNames.frames(1))) {
                break;
            }
            at += part.content().length;
        }
        var frames = FrameIndex.read(raw.content(EntryNames.INDEX)).entries();
        for (int number = 0; number < frames.size(); number++) {
            if (List.of(numbers).contains(number)) {
                bytes[at + frames.get(number).compressedBytes() / 2] ^= 1;
            }
            at += frames.get(number).compressedBytes();
        }
        return Files.write(directory.resolve("damaged.cathedral"), bytes);
    }

    private Path lost(GitId... objects) throws Exception {
        return damaged(List.of(objects).stream()
                .map(lost -> project.ids().indexOf(lost))
                .toArray(Integer[]::new));
    }

    private OpenPackage open(Path file) {
        return PackageFileReader.open(
                file, OpenOptions.strict(directory, Progress.NONE).asPartial());
    }

    /// Salvages and proves what comes out.
    private OpenPackage salvage(Path file) {
        var whole = Salvage.of(open(file), Progress.NONE);
        TakenIn.of(whole);
        return whole;
    }

    private static String why(OpenPackage salvaged, String what) {
        return salvaged.leftOut().stream()
                .filter(left -> left.what().equals(what))
                .map(LeftOut::reason)
                .findFirst()
                .orElseThrow(() -> new AssertionError(salvaged.leftOut()));
    }

    @Test
    void a_package_without_damage_is_opened_as_it_is() throws Exception {
        project.ref("refs/heads/main", commit("a"));
        var opened = open(damaged());
        assertThat(Salvage.of(opened, Progress.NONE)).isSameAs(opened);
        assertThat(PackageChecker.damage(opened).asError()).isEmpty();
    }

    @Test
    void a_detached_head_goes_back_to_the_nearest_whole_commit() throws Exception {
        var first = commit("a");
        var second = commit("b", first);
        project.ref("refs/heads/main", first);
        head(second);
        try (var whole = salvage(lost(blob("b")))) {
            assertThat(whole.state().head()).isEqualTo(new Head.Detached(first));
            assertThat(why(whole, "HEAD")).contains("the nearest one before it").contains(first.hex());
            assertThat(why(whole, "commit " + second)).isEqualTo("not all of its files are there: b");
            assertThat(why(whole, "b")).contains("is not there");
        }
    }

    @Test
    void a_detached_head_that_has_nothing_whole_before_it_becomes_a_branch_without_commits() throws Exception {
        var lost = commit("a");
        project.ref("refs/heads/other", commit("b"));
        head(lost);
        try (var whole = salvage(lost(blob("a")))) {
            assertThat(whole.state().head()).isEqualTo(new Head.Branch("refs/heads/main"));
            assertThat(whole.state().refs()).containsOnlyKeys("refs/heads/other");
            assertThat(whole.manifest().object("contents").whole("files")).contains(0L);
            assertThat(why(whole, "HEAD")).contains("none is known before it");
        }
    }

    @Test
    void where_the_commit_of_head_itself_is_lost_nobody_knows_its_files() throws Exception {
        var lost = commit("a");
        project.ref("refs/heads/main", commit("b"));
        head(lost);
        try (var whole = salvage(lost(lost))) {
            assertThat(why(whole, "the files of HEAD")).contains("nothing else says which they are");
        }
    }

    @Test
    void lost_directories_and_many_lost_files_are_named_within_bounds() throws Exception {
        var kept = commit("kept");
        var rootless = commit("rootless", kept);
        var inner = project.tree(entry(0100644, "file", blob("inner")));
        var broken = project.commit("broken", project.tree(entry(040000, "bin", inner)), kept);
        var many = IntStream.range(10, 25).mapToObj(i -> blob("many" + i)).toList();
        var entries = new ArrayList<byte[]>();
        for (int i = 0; i < many.size(); i++) {
            entries.add(entry(0100644, "f" + (10 + i), many.get(i)));
        }
        var full = project.commit("full", project.tree(entries.toArray(byte[][]::new)), kept);
        project.ref("refs/heads/main", kept)
                .ref("refs/heads/one", rootless)
                .ref("refs/heads/two", broken)
                .ref("refs/heads/three", full);
        var gone = new ArrayList<>(many);
        gone.add(inner);
        gone.add(project.tree(entry(0100644, "rootless", blob("rootless"))));
        try (var whole = salvage(lost(gone.toArray(GitId[]::new)))) {
            assertThat(why(whole, "commit " + rootless)).isEqualTo("the list of its files is not there");
            assertThat(why(whole, "commit " + broken)).isEqualTo("not all of its files are there: bin/");
            assertThat(why(whole, "commit " + full)).contains("f10, f11").endsWith(" and others");
            assertThat(whole.state().refs().values()).containsOnly(kept);
        }
    }

    @Test
    void a_shallow_history_stays_shallow_where_it_was() throws Exception {
        var first = commit("a", GitId.parse("1".repeat(40)));
        project.ref("refs/heads/main", commit("b", first)).ref("refs/tags/lost", blob("tagged"));
        git("shallow", Json.Arr.ofTexts(List.of(first.hex())));
        try (var whole = salvage(lost(blob("tagged")))) {
            assertThat(whole.state().shallow()).containsExactly(first);
            assertThat(why(whole, "refs/tags/lost")).contains("is not whole");
        }
    }

    @Test
    void documents_are_taken_when_they_are_there_and_named_when_not() throws Exception {
        project.ref("refs/heads/main", commit("a")).piece(NOTE);
        var hash = Json.Obj.empty().with("notes/todo.md", Sha256.of(NOTE).hex());
        project.changeState(state -> state.with("documents", hash).with("sections", hash));
        try (var whole = salvage(damaged(project.ids().size()))) {
            assertThat(whole.state().documents()).isEmpty();
            assertThat(why(whole, "document notes/todo.md")).isEqualTo("its content is not there");
            assertThat(why(whole, "section notes/todo.md")).isEqualTo("its content is not there");
        }
    }

    private static byte[] large(int seed) {
        var bytes = new byte[(4 << 20) + 1];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void large_files_of_whole_commits_are_taken_and_pieces_of_others_are_not() throws Exception {
        var kept = project.large(large(1));
        var left = project.large(large(2));
        var first = project.commit("a", project.tree(entry(0100644, "large", kept)));
        var second = project.commit(
                "b", project.tree(entry(0100644, "large", left), entry(0100644, "small", blob("small"))), first);
        project.ref("refs/heads/main", second).piece(NOTE);
        project.changeState(state -> state.with(
                "documents",
                Json.Obj.empty().with("notes/todo.md", Sha256.of(NOTE).hex())));
        try (var whole = salvage(lost(blob("small")))) {
            assertThat(whole.state().refs().values()).containsExactly(first);
            assertThat(whole.state().documents()).containsOnlyKeys("notes/todo.md");
            assertThat(whole.rawBytes()).isBetween(4L << 20, 5L << 20);
            PackageChecker.verify(whole, 1, Progress.NONE);
            assertThat(why(whole, "large")).contains("this version is whole, but commit " + second);
        }
    }

    @Test
    void what_somebody_must_have_made_is_not_forgiven() throws Exception {
        project.ref(
                "refs/heads/main",
                project.commit("a", project.tree(entry(0100644, "..", blob("evil")), entry(0100644, "b", blob("b")))));
        var opened = open(lost(blob("b")));
        assertThatThrownBy(() -> Salvage.of(opened, Progress.NONE))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        e -> assertThat(Salvage.isDamage(e)).isFalse());
    }

    @Test
    void of_a_package_that_was_cut_off_only_what_is_whole_is_taken() throws Exception {
        var first = commit("a");
        project.ref("refs/heads/main", commit("b", first)).piece(NOTE);
        project.changeState(state -> state.with(
                "documents",
                Json.Obj.empty().with("notes/todo.md", Sha256.of(NOTE).hex())));
        var good = RawPackage.of(project).bytes();
        int taken = 0;
        for (int length = good.length - 1; length > 0; length -= 7) {
            var cut = Files.write(directory.resolve("cut.cathedral"), Arrays.copyOf(good, length));
            try (var whole = Salvage.of(open(cut), Progress.NONE)) {
                assertThat(whole.leftOut()).isNotEmpty();
                TakenIn.of(whole);
                taken++;
            } catch (TempleException refused) {
                assertThat(refused.code())
                        .isIn(
                                ErrorCode.PACKAGE_TRUNCATED,
                                ErrorCode.PACKAGE_INCOMPLETE,
                                ErrorCode.PACKAGE_NOT_RECOGNIZED);
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void a_frame_that_cannot_be_unpacked_although_its_hash_is_right_is_damage() throws Exception {
        project.ref("refs/heads/main", commit("a")).ref("refs/heads/other", commit("b"));
        var frames = new ArrayList<Frame>();
        project.source().frames(frames::add);
        int blob = project.ids().indexOf(blob("b"));
        frames.set(blob, new Frame(frames.get(blob).layout(), new byte[50]));
        var file = Files.write(
                directory.resolve("forged.cathedral"),
                RawPackage.of(project).frames(frames).relist().bytes());
        assertThatThrownBy(() -> salvage(file)).isInstanceOf(TempleException.class);
    }

    @Test
    void nothing_is_taken_where_nothing_is_whole() throws Exception {
        project.ref("refs/heads/main", commit("a"));
        var opened = open(lost(blob("a")));
        refuses(ErrorCode.PACKAGE_INCOMPLETE, () -> Salvage.of(opened, Progress.NONE));
    }

    @Test
    void all_damage_of_a_package_is_listed_at_once() throws Exception {
        project.ref("refs/heads/main", commit("a"));
        var file = damaged(0, 2);
        changeStatisticsOf(file);
        try (var opened = open(file)) {
            assertThat(opened.leftOut()).extracting(LeftOut::what).containsExactly(EntryNames.STATISTICS);
            assertThat(PackageChecker.damage(opened).asError().orElseThrow())
                    .hasMessageContaining("In all 3 parts are damaged: metadata/statistics.json, frame 0, frame 2");
        }
    }

    private static void changeStatisticsOf(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        int content = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(EntryNames.STATISTICS + "{");
        bytes[content + EntryNames.STATISTICS.length() + 5] ^= 1;
        Files.write(file, bytes);
    }
}
