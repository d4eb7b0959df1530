package dev.templedb.packages.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.JsonReader;
import dev.templedb.packages.json.PackageJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ProjectStateTest {
    private static final Path VECTORS = Path.of("src/test/resources/vectors/state");
    private static final String COMMIT = "1".repeat(40);
    private static final String TAG = "2".repeat(40);
    private static final String HASH = "a".repeat(64);

    /// The vectors: a file each, and `index.json` with the expected root or error.
    private static Map<String, byte[]> vectors() {
        var good = full();
        var vectors = new LinkedHashMap<String, byte[]>();
        vectors.put("good-full.json", canonical(good));
        vectors.put("good-smallest.json", canonical(smallest()));
        vectors.put(
                "good-detached.json",
                canonical(git(good, git -> git.with("head", Json.object("commit", new Json.Str(COMMIT))))));
        vectors.put(
                "good-unknown-members.json",
                canonical(good.with("future", Json.object("a", new Json.Num("1.50")))
                        .with("\u20ac", "\ud83d\ude00\u0001")));
        vectors.put("broken-empty.json", new byte[0]);
        vectors.put("broken-array.json", text("[]"));
        vectors.put("broken-white-space.json", PackageJson.write(good));
        vectors.put(
                "broken-unsorted.json",
                text(new String(canonical(good), StandardCharsets.UTF_8)
                        .replace("\"state\":1,", "")
                        .replaceFirst("\\{", "{\"state\":1,")));
        vectors.put(
                "broken-number-form.json",
                text(new String(canonical(good), StandardCharsets.UTF_8).replace("\"state\":1", "\"state\":1.0")));
        vectors.put(
                "broken-escape.json",
                text(new String(canonical(good), StandardCharsets.UTF_8)
                        .replace("\"main", "\"m\\u0061in")
                        .replace("refs/heads/main", "refs/heads/m\\u0061in")));
        vectors.put(
                "broken-member-twice.json",
                text(new String(canonical(good), StandardCharsets.UTF_8)
                        .replace("\"state\":1", "\"state\":1,\"state\":1")));
        vectors.put("newer-format.json", canonical(good.with("state", 2)));
        vectors.put("broken-no-format.json", canonical(good.without("state")));
        vectors.put("broken-no-time.json", canonical(good.without("time")));
        vectors.put("broken-time.json", canonical(good.with("time", "yesterday")));
        vectors.put("broken-time-too-old.json", canonical(good.with("time", "-0001-12-31T23:59:59.000Z")));
        vectors.put("broken-time-too-late.json", canonical(good.with("time", "+10000-01-01T00:00:00.000Z")));
        vectors.put("broken-no-project.json", canonical(good.without("project")));
        vectors.put("broken-no-head.json", canonical(git(good, git -> git.without("head"))));
        vectors.put(
                "broken-head.json",
                canonical(git(good, git -> git.with("head", Json.object("ref", new Json.Str("main"))))));
        vectors.put("broken-no-objects.json", canonical(good.without("objects")));
        vectors.put(
                "broken-negative-count.json",
                canonical(good.with("objects", good.object("objects").with("count", -1))));
        vectors.put("broken-parent.json", canonical(good.with("parents", Json.Arr.ofTexts(List.of("abc")))));
        vectors.put(
                "broken-parent-number.json", canonical(good.with("parents", new Json.Arr(List.of(Json.Num.of(1))))));
        vectors.put("broken-id-upper-case.json", canonical(refs(good, "refs/heads/x", "ABCDEF".repeat(6) + "ABCD")));
        vectors.put(
                "broken-id-number.json",
                canonical(git(good, git -> git.with("refs", Json.object("refs/heads/x", Json.Num.of(1))))));
        vectors.put(
                "broken-shallow.json",
                canonical(git(good, git -> git.with("shallow", Json.Arr.ofTexts(List.of("x"))))));
        int number = 0;
        for (var ref : List.of(
                "main",
                "refs/",
                "refs/heads/../x",
                "refs//x",
                "refs/heads/.x",
                "refs/x@{1}",
                "refs/x/",
                "refs/x.",
                "refs/x.lock",
                "refs/x.lock/y",
                "refs/a b",
                "refs/a~1",
                "refs/a\\b",
                "refs/a:b",
                "refs/a?",
                "refs/a*",
                "refs/a[",
                "refs/a\u007f")) {
            vectors.put("broken-ref-%02d.json".formatted(++number), canonical(refs(good, ref, COMMIT)));
        }
        vectors.put(
                "broken-refs-below-each-other.json",
                canonical(git(
                        good,
                        git -> git.with(
                                "refs",
                                Json.object("refs/heads/a", new Json.Str(COMMIT))
                                        .with("refs/heads/a/b/c", COMMIT)))));
        vectors.put(
                "broken-number-far-too-small.json",
                text(new String(canonical(good.with("evil", 7)), StandardCharsets.UTF_8)
                        .replace("\"evil\":7", "\"evil\":" + Long.MIN_VALUE)));
        number = 0;
        for (var name : List.of("", "../x", "/x", "a//b", "a/", ".hidden", "a\\b", "a:b", "\u00e9", "x".repeat(401))) {
            vectors.put(
                    "broken-document-%02d.json".formatted(++number),
                    canonical(good.with("documents", Json.object(name, new Json.Str(HASH)))));
        }
        vectors.put("broken-section.json", canonical(good.with("sections", Json.object("db", new Json.Str("x")))));
        return vectors;
    }

    @Test
    void the_vectors_have_their_roots_and_errors() throws Exception {
        if (Boolean.getBoolean("templedb.updateGolden")) {
            store();
        }
        var index = JsonReader.readObject(Files.readAllBytes(VECTORS.resolve("index.json")));
        assertThat(index.members().keySet()).containsExactlyElementsOf(vectors().keySet());
        for (var vector : index.members().entrySet()) {
            var bytes = Files.readAllBytes(VECTORS.resolve(vector.getKey()));
            assertThat(bytes).as(vector.getKey()).isEqualTo(vectors().get(vector.getKey()));
            assertThat(outcome(bytes)).as(vector.getKey()).isEqualTo(vector.getValue());
        }
    }

    /// The root written down here, so that a change of the format cannot slip through with refreshed vectors.
    @Test
    void the_root_of_the_full_state_never_changes() throws Exception {
        var state = ProjectState.of(full());
        assertThat(state.root()).hasToString(ROOT);
        assertThat(state.root()).isEqualTo(Sha256.of(state.bytes()));
        assertThat(state.signedBytes())
                .asHexString()
                .isEqualToIgnoringCase(
                        HexFormat.of().formatHex("templedb-state-v1\0".getBytes(StandardCharsets.US_ASCII)) + ROOT);
        assertThat(state)
                .hasToString("state " + ROOT)
                .isEqualTo(ProjectState.read(state.bytes()))
                .hasSameHashCodeAs(state.root());
    }

    private static final String ROOT = "f72a24900cbb9b945e8249c572258fcb97b9be022dea54d97456a54f4a989539";

    @Test
    void a_state_tells_what_it_names() throws Exception {
        var state = ProjectState.of(full());
        assertThat(state.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(state.head()).isEqualTo(new Head.Branch("refs/heads/main"));
        assertThat(state.refs()).hasSize(2);
        assertThat(state.shallow()).containsExactly(GitId.parse(COMMIT));
        assertThat(state.parents()).containsExactly(Sha256.parse(HASH));
        assertThat(state.documents()).containsOnlyKeys("notes/read me.md");
        assertThat(state.sections()).containsOnlyKeys("databases");
        assertThat(state.objects().count()).isEqualTo(3);
        assertThat(state.roots()).containsExactlyInAnyOrder(GitId.parse(COMMIT), GitId.parse(TAG));
        var detached = ProjectState.of(git(
                full(), git -> git.with("head", Json.object("commit", new Json.Str("3".repeat(40))))));
        assertThat(detached.head()).isEqualTo(new Head.Detached(GitId.parse("3".repeat(40))));
        assertThat(detached.roots()).hasSize(3);
        assertThat(detached).isNotEqualTo(state);
        assertThat(ProjectState.time(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThatThrownBy(() -> ProjectState.of(full().with("big", (1L << 53) + 1)))
                .isInstanceOf(InvalidState.class);
    }

    @Test
    void a_set_of_objects_has_one_hash_in_any_order() {
        var one = new ObjectSet.Builder();
        var other = new ObjectSet.Builder();
        for (int i = 0; i < 3000; i++) {
            add(one, i);
            add(other, 2999 - i);
        }
        assertThat(one.build()).isEqualTo(other.build());
        assertThat(one.build().count()).isEqualTo(3000);
        var empty = new ObjectSet.Builder().build();
        assertThat(empty).isEqualTo(new ObjectSet(0, 0, Sha256.of(new byte[0])));
        // SHA-256 over 20 bytes of git id and 32 of SHA-256.
        var single = new ObjectSet.Builder();
        single.add(GitId.parse(COMMIT), Sha256.parse(HASH), 7);
        assertThat(single.build().sha256()).isEqualTo(Sha256.of(HexFormat.of().parseHex(COMMIT + HASH)));
    }

    private static void add(ObjectSet.Builder set, int i) {
        var bytes = new byte[] {(byte) i, (byte) (i >> 8)};
        var id = java.util.Arrays.copyOf(Sha256.of(bytes).bytes(), 20);
        set.add(GitId.ofBytes(id), Sha256.of(bytes), i);
    }

    private static Json outcome(byte[] bytes) {
        try {
            return Json.object(
                    "content_root", new Json.Str(ProjectState.read(bytes).root().hex()));
        } catch (InvalidState invalid) {
            var code = invalid.code();
            return Json.object("error", new Json.Str(code.id()));
        }
    }

    private static void store() throws IOException {
        Files.createDirectories(VECTORS);
        var index = Json.Obj.empty();
        for (var vector : vectors().entrySet()) {
            Files.write(VECTORS.resolve(vector.getKey()), vector.getValue());
            index = index.with(vector.getKey(), outcome(vector.getValue()));
        }
        Files.write(VECTORS.resolve("index.json"), PackageJson.write(index));
    }

    private static Json.Obj smallest() {
        return Json.Obj.empty()
                .with("state", 1)
                .with("time", "2026-01-02T03:04:05.678Z")
                .with("project", Json.object("slug", new Json.Str("small")))
                .with("git", Json.object("head", Json.object("ref", new Json.Str("refs/heads/main"))))
                .with(
                        "objects",
                        Json.Obj.empty()
                                .with("count", 0)
                                .with("bytes", 0)
                                .with("sha256", Sha256.of(new byte[0]).hex()));
    }

    private static Json.Obj full() {
        return smallest()
                .with("parents", Json.Arr.ofTexts(List.of(HASH)))
                .with(
                        "git",
                        Json.Obj.empty()
                                .with("head", Json.object("ref", new Json.Str("refs/heads/main")))
                                .with(
                                        "refs",
                                        Json.object("refs/tags/v1", new Json.Str(TAG))
                                                .with("refs/heads/main", COMMIT))
                                .with("shallow", Json.Arr.ofTexts(List.of(COMMIT))))
                .with(
                        "objects",
                        Json.Obj.empty().with("count", 3).with("bytes", 700).with("sha256", HASH))
                .with("documents", Json.object("notes/read me.md", new Json.Str(HASH)))
                .with("sections", Json.object("databases", new Json.Str(HASH)));
    }

    @Test
    void refuses_names_of_documents_that_would_take_all_of_the_stack() {
        var name = "a" + "/a".repeat(2_000_000);
        assertThatThrownBy(() -> ProjectState.read(
                        canonical(smallest().with("documents", Json.object(name, new Json.Str(HASH))))))
                .isInstanceOf(InvalidState.class);
    }

    private static Json.Obj git(Json.Obj state, UnaryOperator<Json.Obj> change) {
        return state.with("git", change.apply(state.object("git")));
    }

    private static Json.Obj refs(Json.Obj state, String name, String id) {
        return git(state, git -> git.with("refs", Json.object(name, new Json.Str(id))));
    }

    private static byte[] canonical(Json value) {
        return CanonicalJson.write(value);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_state_of_any_length_is_refused_before_it_is_read() {
        assertThatThrownBy(() -> ProjectState.read(new byte[ProjectState.MOST_BYTES + 1]))
                .isInstanceOfSatisfying(
                        InvalidState.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PACKAGE_TOO_LARGE));
    }
}
