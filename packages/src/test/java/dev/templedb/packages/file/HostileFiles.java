package dev.templedb.packages.file;

import static dev.templedb.core.ErrorCode.*;
import static dev.templedb.packages.samples.SampleProject.entry;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.samples.SampleProject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes the packages of `vectors/hostile-file`: each is bad in one way, or (with no expected error) unusual but good.
final class HostileFiles {
    record Hostile(byte[] bytes, @Nullable ErrorCode expected) {}

    private static final String ELSEWHERE = "1234567890123456789012345678901234567890";

    private final Map<String, Hostile> all = new LinkedHashMap<>();

    private static final Map<String, Hostile> MADE = new HostileFiles().makeAll();

    static Map<String, Hostile> make() {
        return MADE;
    }

    private Map<String, Hostile> makeAll() {
        zipStructure();
        entryNames();
        manifests();
        versions();
        states();
        frames();
        closures();
        trees();
        objects();
        return all;
    }

    private void add(String name, @Nullable ErrorCode expected, byte[] bytes) {
        if (all.put(name, new Hostile(bytes, expected)) != null) {
            throw new IllegalArgumentException(name);
        }
    }

    private void zipStructure() {
        var good = RawPackage.small().bytes();
        add("good", null, good);
        add("empty-file", PACKAGE_NOT_RECOGNIZED, new byte[0]);
        add(
                "another-zip",
                PACKAGE_NOT_RECOGNIZED,
                new RawPackage().add("hello.txt", "hello").bytes());
        add("bytes-before", PACKAGE_NOT_RECOGNIZED, join("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), good));
        add("bytes-after", PACKAGE_MALFORMED, join(good, new byte[] {0}));
        add("bytes-before-directory", PACKAGE_MALFORMED, RawPackage.small().bytes(new byte[10]));
        add(
                "bytes-between-entries",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .change(
                                "state.json",
                                part -> new RawPackage.Part(
                                        part.name(),
                                        join(part.content(), "hidden".getBytes(StandardCharsets.UTF_8)),
                                        part.header()))
                        .bytes());
        var commented = join(good, "hi".getBytes(StandardCharsets.UTF_8));
        commented[good.length - 2] = 2;
        add("comment", PACKAGE_MALFORMED, commented);
        header("deflated", 8, 8, 2, PACKAGE_MALFORMED);
        header("encrypted", 6, 1, 2, PACKAGE_MALFORMED);
        header("sizes-behind-the-data", 6, 8, 2, PACKAGE_MALFORMED);
        header("another-time", 10, 0x6000, 2, PACKAGE_MALFORMED);
        header("extra-field", 28, 4, 2, PACKAGE_MALFORMED);
        header("sizes-disagree", 18, 1, 4, PACKAGE_MALFORMED);
        header("wrong-crc", 14, 0x12345678, 4, PACKAGE_DIGEST_MISMATCH);
        for (var size : new int[] {0x7fff_fff0, 0xffff_fff0, 0xffff_ffff}) {
            add(
                    "size-of-" + Integer.toUnsignedString(size),
                    PACKAGE_TRUNCATED,
                    RawPackage.small()
                            .change(
                                    "state.json",
                                    part -> part.withHeader(18, size, 4).withHeader(22, size, 4))
                            .bytes());
        }
        var name = good.clone();
        int central = lastIndexOf(good, "state.json");
        name[central] = 'S';
        add("directory-names-another-entry", PACKAGE_MALFORMED, name);
        var size = good.clone();
        size[central - 46 + 24] ^= 1;
        add("directory-says-another-size", PACKAGE_MALFORMED, size);
        var offset = good.clone();
        offset[central - 4] ^= 1;
        add("directory-says-another-place", PACKAGE_MALFORMED, offset);
        add("without-directory", PACKAGE_TRUNCATED, Arrays.copyOf(good, good.length - directoryLength(good)));
        add(
                "entry-twice",
                PACKAGE_ENTRY_DUPLICATE,
                RawPackage.small().add("state.json", "{}").bytes());
        var many = RawPackage.small();
        for (int i = 0; i < 1100; i++) {
            many.add("e" + i, "");
        }
        add("too-many-entries", PACKAGE_TOO_LARGE, many.bytes());
    }

    private void header(String name, int offset, int value, int width, ErrorCode expected) {
        add(
                name,
                expected,
                RawPackage.small()
                        .change("state.json", part -> part.withHeader(offset, value, width))
                        .bytes());
    }

    private void entryNames() {
        var names = new LinkedHashMap<String, String>();
        names.put("parent", "../evil");
        names.put("parent-inside", "objects/../../evil");
        names.put("absolute", "/etc/passwd");
        names.put("backslash", "..\\evil");
        names.put("drive", "C:evil");
        names.put("dot-git", ".git/config");
        names.put("empty", "");
        names.put("directory", "objects/");
        names.put("control", "a\nb");
        names.put("long", "a".repeat(500));
        names.forEach((what, name) -> add(
                "entry-name-" + what,
                what.equals("long") ? PACKAGE_MALFORMED : PACKAGE_ENTRY_UNSAFE,
                RawPackage.small().add(name, "evil").relist().bytes()));
        add(
                "entry-unlisted",
                PACKAGE_ENTRY_UNEXPECTED,
                RawPackage.small().add("evil.txt", "evil").bytes());
        add(
                "entry-unknown",
                PACKAGE_ENTRY_UNEXPECTED,
                RawPackage.small().add("evil.txt", "evil").relist().bytes());
        add(
                "entry-missing",
                PACKAGE_ENTRY_MISSING,
                RawPackage.small().remove("metadata/tags.json").bytes());
        for (var required : List.of("state.json", "project.json", "metadata/tags.json", "objects/index")) {
            add(
                    "without-" + required.replace('/', '-'),
                    PACKAGE_ENTRY_MISSING,
                    RawPackage.small().remove(required).relist().bytes());
        }
        add(
                "without-frames",
                PACKAGE_MALFORMED,
                RawPackage.small().remove("objects/0001.frames").relist().bytes());
        var swapped = RawPackage.small();
        java.util.Collections.swap(swapped.parts, 1, 2);
        add("entries-in-another-order", PACKAGE_MALFORMED, swapped.bytes());
        add(
                "entries-and-manifest-in-another-order",
                PACKAGE_MALFORMED,
                swapped.relist().bytes());
        add(
                "metadata-changed",
                PACKAGE_DIGEST_MISMATCH,
                RawPackage.small()
                        .set("metadata/tags.json", "[\n  \"evil\"\n]".getBytes(StandardCharsets.UTF_8))
                        .bytes());
        add(
                "metadata-longer",
                PACKAGE_DIGEST_MISMATCH,
                RawPackage.small()
                        .set("metadata/tags.json", "[\n  \"longer\"\n]".getBytes(StandardCharsets.UTF_8))
                        .bytes());
    }

    private void manifest(String name, @Nullable ErrorCode expected, UnaryOperator<Json.Obj> change) {
        add(
                name,
                expected,
                RawPackage.small().changeJson("manifest.json", change).bytes());
    }

    private void manifests() {
        add(
                "manifest-no-json",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set("manifest.json", "{".getBytes(StandardCharsets.UTF_8))
                        .bytes());
        add(
                "manifest-an-array",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set("manifest.json", "[]".getBytes(StandardCharsets.UTF_8))
                        .bytes());
        add(
                "manifest-member-twice",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set("manifest.json", "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8))
                        .bytes());
        add(
                "manifest-too-deep",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set(
                                "manifest.json",
                                ("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}")
                                        .getBytes(StandardCharsets.UTF_8))
                        .bytes());
        manifest("manifest-of-another-format", PACKAGE_NOT_RECOGNIZED, m -> m.with("format", "tarball"));
        manifest(
                "manifest-another-root",
                PACKAGE_STATE_MISMATCH,
                m -> m.with("content_root", Sha256.of(new byte[0]).hex()));
        manifest(
                "manifest-another-checksum",
                PACKAGE_DIGEST_MISMATCH,
                m -> m.with(
                        "checksums",
                        Json.object(
                                "sha256", new Json.Str(Sha256.of(new byte[0]).hex()))));
        manifest(
                "manifest-entry-without-hash",
                PACKAGE_MALFORMED,
                m -> m.with("entries", new Json.Arr(List.of(Json.object("name", new Json.Str("state.json"))))));
        manifest(
                "manifest-entry-with-a-bad-hash",
                PACKAGE_MALFORMED,
                m -> m.with(
                        "entries",
                        new Json.Arr(List.of(Json.object("name", new Json.Str("state.json"))
                                .with("bytes", 1)
                                .with("sha256", "xyz")))));
        manifest(
                "manifest-another-count",
                PACKAGE_STATE_MISMATCH,
                m -> m.with("contents", m.object("contents").with("commits", 1000)));
        manifest(
                "manifest-another-slug",
                PACKAGE_STATE_MISMATCH,
                m -> m.with("project", m.object("project").with("slug", "bank")));
        add(
                "project-another-slug",
                PACKAGE_STATE_MISMATCH,
                RawPackage.small()
                        .changeJson("project.json", project -> project.with("slug", "bank"))
                        .relist()
                        .bytes());
        add(
                "project-no-json",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set("project.json", "nonsense".getBytes(StandardCharsets.UTF_8))
                        .relist()
                        .bytes());
    }

    private void versions() {
        for (var version : List.of("3.0.0", "1.0.0", "2", "", "2.0", "99999999.0.0", "two")) {
            manifest(
                    "version-" + version,
                    PACKAGE_VERSION_UNSUPPORTED,
                    m -> m.with("version", version).with("backward_compatible_with", new Json.Arr(List.of())));
        }
        manifest("version-newer-minor", null, m -> m.with("version", "2.9.1").with("poem", "roses"));
        manifest("version-newer-major-compatible", null, m -> m.with("version", "3.1.0"));
        add(
                "version-newer-minor-with-entry",
                null,
                RawPackage.small()
                        .changeJson("manifest.json", m -> m.with("version", "2.1.0"))
                        .add("poems.json", "[]")
                        .relist()
                        .bytes());
    }

    private void state(String name, ErrorCode expected, Function<byte[], byte[]> change) {
        var raw = RawPackage.small();
        var changed = change.apply(raw.content("state.json"));
        add(
                name,
                expected,
                raw.set("state.json", changed)
                        .changeJson(
                                "manifest.json",
                                m -> m.with("content_root", Sha256.of(changed).hex()))
                        .relist()
                        .bytes());
    }

    private void states() {
        state("state-not-canonical", PACKAGE_MALFORMED, bytes -> join(bytes, "\n".getBytes(StandardCharsets.UTF_8)));
        replaceInState("state-of-a-newer-format", PACKAGE_VERSION_UNSUPPORTED, "\"state\":1", "\"state\":2");
        replaceInState("state-without-a-format", PACKAGE_MALFORMED, "\"state\":1", "\"state\":0");
        replaceInState("state-ref-outside", PACKAGE_MALFORMED, "refs/heads/old", "refs/../../x");
        replaceInState("state-ref-lock", PACKAGE_MALFORMED, "refs/heads/old", "refs/heads/old.lock");
        replaceInState("state-no-time", PACKAGE_MALFORMED, "2026-01-02", "2026-13-02");
        add(
                "state-names-more-bytes-than-allowed",
                PACKAGE_TOO_LARGE,
                RawPackage.of(SampleProject.small()
                                .changeState(s ->
                                        s.with("objects", s.object("objects").with("bytes", 1L << 52))))
                        .bytes());
    }

    private void replaceInState(String name, ErrorCode expected, String from, String to) {
        state(
                name,
                expected,
                bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .replace(from, to)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void frames() {
        var frame = SampleProject.small().openFrames().getFirst();
        var raw = RawPackage.small();
        var index = raw.content("objects/index").clone();
        index[index.length - 1] ^= 1;
        add(
                "index-hash",
                PACKAGE_MALFORMED,
                raw.set("objects/index", index).relist().bytes());
        add(
                "index-names-a-frame-too-many",
                PACKAGE_MALFORMED,
                withFrames(frame.frame(), frame.frame())
                        .set("objects/0001.frames", frame.frame().compressed())
                        .relist()
                        .bytes());
        add(
                "bytes-behind-the-frames",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set(
                                "objects/0001.frames",
                                join(frame.frame().compressed(), "hidden".getBytes(StandardCharsets.UTF_8)))
                        .relist()
                        .bytes());
        add(
                "bytes-between-the-frames",
                PACKAGE_MALFORMED,
                RawPackage.small()
                        .set(
                                "objects/0001.frames",
                                join(
                                        "hidden".getBytes(StandardCharsets.UTF_8),
                                        frame.frame().compressed()))
                        .relist()
                        .bytes());
        add(
                "part-without-frames",
                PACKAGE_MALFORMED,
                RawPackage.small().add("objects/0002.frames", "hidden").relist().bytes());
        add(
                "part-out-of-order",
                PACKAGE_ENTRY_MISSING,
                RawPackage.small().add("objects/0003.frames", "hidden").relist().bytes());
        var changed = frame.frame().compressed().clone();
        changed[changed.length / 2] ^= 1;
        add(
                "frame-changed",
                PACKAGE_DIGEST_MISMATCH,
                RawPackage.small().set("objects/0001.frames", changed).relist().bytes());
        add(
                "frame-changed-and-indexed",
                PACKAGE_MALFORMED,
                withFrames(new Frame(frame.frame().layout(), changed)).relist().bytes());
        add("frames-differ-from-their-entry", PACKAGE_DIGEST_MISMATCH, wrongHashOfFrames());
        add("frame-bomb", PACKAGE_MALFORMED, bomb(true));
        add("frame-bomb-of-unknown-size", PACKAGE_MALFORMED, bomb(false));
        add("frame-large-blob", PACKAGE_MALFORMED, large(1, ObjectKind.BLOB));
        add("frame-large-piece", PACKAGE_MALFORMED, large(1, ObjectKind.PIECE));
        add("frame-large-tree-and-another", PACKAGE_MALFORMED, large(2, ObjectKind.TREE));
        add(
                "frame-two-in-one",
                PACKAGE_MALFORMED,
                withFrames(new Frame(
                                frame.frame().layout(),
                                join(
                                        frame.frame().compressed(),
                                        Zstd.compress("more".getBytes(StandardCharsets.UTF_8)))))
                        .relist()
                        .bytes());
        add(
                "frame-with-a-skippable-one",
                PACKAGE_MALFORMED,
                withFrames(new Frame(
                                frame.frame().layout(),
                                join(frame.frame().compressed(), new byte[] {0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7})))
                        .relist()
                        .bytes());
        add(
                "frame-shorter-than-its-layout",
                PACKAGE_MALFORMED,
                withFrames(new Frame(frame.frame().layout(), Zstd.compress(Arrays.copyOf(frame.raw(), 10))))
                        .relist()
                        .bytes());
        add(
                "frame-twice",
                PACKAGE_MALFORMED,
                withFrames(frame.frame(), frame.frame())
                        .relist()
                        .changeJson(
                                "manifest.json",
                                m -> m.with("contents", m.object("contents").with("commits", 4)))
                        .bytes());
    }

    private static RawPackage withFrames(Frame... frames) {
        return RawPackage.small().frames(List.of(frames));
    }

    private static byte[] wrongHashOfFrames() {
        var raw = RawPackage.small();
        var lines = new ArrayList<FileManifest.Line>();
        for (var part : raw.parts.subList(1, raw.parts.size())) {
            var content = part.name().endsWith(".frames") ? new byte[1] : part.content();
            lines.add(new FileManifest.Line(part.name(), part.content().length, Sha256.of(content)));
        }
        var entries = new Json.Arr(lines.stream()
                .<Json>map(line -> Json.Obj.empty()
                        .with("name", line.name())
                        .with("bytes", line.bytes())
                        .with("sha256", line.sha256().hex()))
                .toList());
        return raw.changeJson(
                        "manifest.json",
                        m -> m.with("entries", entries).with("checksums", FileManifest.checksums(lines)))
                .bytes();
    }

    /// A frame of 64 MiB by its layout and its content, where only one commit, tree or tag may be so large.
    private static byte[] large(int objects, ObjectKind kind) {
        var compressed = Zstd.compress(new byte[64 << 20], 9);
        var index = new ByteArrayOutputStream();
        index.writeBytes("TDBFRM1\n".getBytes(StandardCharsets.US_ASCII));
        varint(index, 1);
        varint(index, compressed.length);
        index.writeBytes(Sha256.of(compressed).bytes());
        varint(index, objects);
        for (int i = 0; i < objects; i++) {
            varint(index, (64L << 20) / objects << 3 | kind.code());
        }
        index.writeBytes(Sha256.of(index.toByteArray()).bytes());
        return RawPackage.small()
                .set("objects/index", index.toByteArray())
                .set("objects/0001.frames", compressed)
                .relist()
                .bytes();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        for (; rest > 0x7f; rest >>>= 7) {
            out.write((int) (rest & 0x7f | 0x80));
        }
        out.write((int) rest);
    }

    /// 64 MiB of zeros in a few kilobytes, where the layout says a few hundred bytes.
    private static byte[] bomb(boolean saysItsSize) {
        var layout = SampleProject.small().openFrames().getFirst().frame().layout();
        try (var zstd = new ZstdCompressCtx()) {
            zstd.setLevel(9);
            zstd.setContentSize(saysItsSize);
            return withFrames(new Frame(layout, zstd.compress(new byte[64 << 20])))
                    .relist()
                    .bytes();
        }
    }

    private void project(String name, @Nullable ErrorCode expected, SampleProject project) {
        add(name, expected, RawPackage.of(project).bytes());
    }

    private void closures() {
        project("object-unreachable", PACKAGE_UNREACHABLE_OBJECT, with(p -> p.blob("stowaway")));
        project(
                "object-unreachable-commit",
                PACKAGE_UNREACHABLE_OBJECT,
                with(p -> p.commit("stowaway", p.refsTree(), p.refs().get("refs/heads/main"))));
        project(
                "object-uncounted",
                PACKAGE_STATE_MISMATCH,
                with(p -> p.doNotCount(p.ids().getFirst())));
        project(
                "object-missing-blob",
                PACKAGE_MISSING_OBJECT,
                with(p -> p.leaveOut(p.ids().getFirst())));
        project(
                "object-missing-tip",
                PACKAGE_MISSING_OBJECT,
                with(p -> p.leaveOut(p.refs().get("refs/tags/v1"))));
        project(
                "object-missing-everything",
                PACKAGE_MISSING_OBJECT,
                new SampleProject().ref("refs/heads/main", GitId.parse(ELSEWHERE)));
        project(
                "object-set-of-another-hash",
                PACKAGE_STATE_MISMATCH,
                with(p -> p.changeState(s -> s.with(
                        "objects",
                        s.object("objects")
                                .with("sha256", Sha256.of(new byte[0]).hex())))));
        project(
                "piece-unreachable",
                PACKAGE_UNREACHABLE_OBJECT,
                with(p -> p.piece("stowaway".getBytes(StandardCharsets.UTF_8))));
        project("piece-twice", PACKAGE_MALFORMED, with(p -> p.piece(new byte[9]).piece(new byte[9])));
        project(
                "document-missing",
                PACKAGE_MISSING_OBJECT,
                with(p -> p.changeState(s -> s.with(
                        "documents",
                        Json.object(
                                "a.json", new Json.Str(Sha256.of(new byte[3]).hex()))))));
        recipe("recipe-piece-missing", PACKAGE_MISSING_OBJECT, blob -> blob, blob -> blob.length, new byte[8], "other");
        recipe(
                "recipe-good",
                null,
                blob -> blob,
                blob -> blob.length,
                "content".getBytes(StandardCharsets.UTF_8),
                "content");
        recipe(
                "recipe-of-another-content",
                PACKAGE_STATE_MISMATCH,
                blob -> "another".getBytes(StandardCharsets.UTF_8),
                blob -> blob.length,
                "content".getBytes(StandardCharsets.UTF_8),
                "content");
        recipe(
                "recipe-of-another-length",
                PACKAGE_STATE_MISMATCH,
                blob -> blob,
                blob -> blob.length + 1,
                "content".getBytes(StandardCharsets.UTF_8),
                "content");
        add("recipe-that-does-not-add-up", PACKAGE_MALFORMED, recipeThatDoesNotAddUp());
    }

    /// A recipe whose length, the varint behind the two hashes, was changed.
    private static byte[] recipeThatDoesNotAddUp() {
        var project = new SampleProject();
        var large = project.large(new byte[100]);
        project.ref("refs/heads/main", project.commit("large", project.tree(entry(0100644, "large", large))));
        var frame = project.openFrames().getFirst();
        int last = frame.count() - 1;
        frame.raw()[frame.frame().layout().start(last) + GitId.BYTES + Sha256.BYTES]++;
        int length = frame.frame().layout().rawBytes();
        return RawPackage.of(project)
                .frames(List.of(new Frame(frame.frame().layout(), Zstd.compress(Arrays.copyOf(frame.raw(), length)))))
                .relist()
                .bytes();
    }

    /// A large file whose recipe says what it likes.
    private void recipe(
            String name,
            @Nullable ErrorCode expected,
            UnaryOperator<byte[]> claimed,
            Function<byte[], Integer> length,
            byte[] piece,
            String content) {
        var blob = claimed.apply(content.getBytes(StandardCharsets.UTF_8));
        var id = new ObjectHasher().gitId(ObjectKind.BLOB, blob);
        int pieceLength = length.apply(content.getBytes(StandardCharsets.UTF_8));
        var out = new ByteArrayOutputStream();
        out.writeBytes(id.bytes());
        out.writeBytes(Sha256.of(blob).bytes());
        out.write(pieceLength);
        out.writeBytes(Sha256.of(content.getBytes(StandardCharsets.UTF_8)).bytes());
        out.write(pieceLength);
        var project = new SampleProject();
        project.ref("refs/heads/main", project.commit("large", project.tree(entry(0100644, "large", id))));
        project.piece(piece).recipe(id, Sha256.of(blob), pieceLength, out.toByteArray());
        project(name, expected, project);
    }

    private static SampleProject with(java.util.function.Consumer<SampleProject> change) {
        var project = SampleProject.small();
        change.accept(project);
        return project;
    }

    private void trees() {
        var names = new LinkedHashMap<String, String>();
        names.put("dot-git", ".git");
        names.put("dot-git-capitals", ".GIT");
        names.put("dot-git-mixed", ".GiT");
        names.put("dot-git-short", "git~1");
        names.put("dot-git-short-capitals", "GIT~1");
        names.put("dot-git-trailing-space", ".git ");
        names.put("dot-git-trailing-dot", ".git.");
        names.put("dot-git-stream", ".git::$INDEX_ALLOCATION");
        names.put("dot-git-ignored-character", ".g\u200cit");
        names.put("dot-git-byte-order-mark", "\ufeff.git");
        names.put("parent", "..");
        names.put("itself", ".");
        names.put("slash", "a/b");
        names.put("absolute", "/etc");
        names.forEach((what, name) ->
                tree("tree-" + what, TREE_UNSAFE, (project, blob) -> project.tree(entry(0100644, name, blob))));
        tree(
                "tree-name-twice",
                TREE_UNSAFE,
                (project, blob) -> project.tree(entry(0100644, "a", blob), entry(0100755, "a", blob)));
        tree(
                "tree-link-and-directory-of-one-name",
                TREE_UNSAFE,
                (project, blob) -> project.tree(
                        entry(0120000, "a", project.blob("/etc")),
                        entry(040000, "a", project.tree(entry(0100644, "passwd", blob)))));
        tree("tree-empty-name", PACKAGE_MALFORMED, (project, blob) -> project.tree(entry(0100644, "", blob)));
        tree("tree-unknown-mode", PACKAGE_MALFORMED, (project, blob) -> project.tree(entry(0060000, "device", blob)));
        tree("tree-cut-off", PACKAGE_MALFORMED, (project, blob) -> {
            var bytes = entry(0100644, "a", blob);
            return project.add(ObjectKind.TREE, Arrays.copyOf(bytes, bytes.length - 1));
        });
        tree(
                "tree-mode-no-number",
                PACKAGE_MALFORMED,
                (project, blob) -> project.add(ObjectKind.TREE, "abc name".getBytes(StandardCharsets.UTF_8)));
        tree("tree-file-as-directory", PACKAGE_MALFORMED, (project, blob) -> project.tree(entry(040000, "a", blob)));
        tree(
                "tree-not-portable",
                null,
                (project, blob) -> project.tree(entry(0100644, "aux.c", blob), entry(0100644, "b:c", blob)));
        tree(
                "tree-submodule",
                null,
                (project, blob) ->
                        project.tree(entry(0100644, "a", blob), entry(0160000, "sub", GitId.parse(ELSEWHERE))));
    }

    private void tree(
            String name,
            @Nullable ErrorCode expected,
            java.util.function.BiFunction<SampleProject, GitId, GitId> make) {
        var project = new SampleProject();
        project.ref("refs/heads/main", project.commit("tree", make.apply(project, project.blob("content"))));
        project(name, expected, project);
    }

    private void objects() {
        project(
                "commit-without-tree",
                PACKAGE_MALFORMED,
                with(p -> p.ref(
                        "refs/heads/bad",
                        p.add(ObjectKind.COMMIT, "author nobody\n\nhi".getBytes(StandardCharsets.UTF_8)))));
        project(
                "commit-with-a-bad-id",
                PACKAGE_MALFORMED,
                with(p -> p.ref(
                        "refs/heads/bad",
                        p.add(ObjectKind.COMMIT, "tree xyz\n\nhi".getBytes(StandardCharsets.UTF_8)))));
        project(
                "tag-of-nothing",
                PACKAGE_MALFORMED,
                with(p -> p.ref(
                        "refs/tags/bad", p.add(ObjectKind.TAG, "tag v2\n\nhi".getBytes(StandardCharsets.UTF_8)))));
        project(
                "tag-of-an-unknown-kind",
                PACKAGE_MALFORMED,
                with(p -> p.ref("refs/tags/bad", p.tag(p.refs().get("refs/heads/main"), "poem", "bad"))));
        project(
                "tag-of-another-kind",
                PACKAGE_MALFORMED,
                with(p -> p.ref("refs/tags/bad", p.tag(p.refs().get("refs/heads/main"), "blob", "bad"))));
        project("tag-of-a-blob", null, with(p -> p.ref("refs/tags/note", p.tag(p.blob("note"), "blob", "note"))));
    }

    private static int directoryLength(byte[] good) {
        return RawPackage.read(good).parts.stream()
                        .mapToInt(part -> 46 + part.name().length())
                        .sum()
                + 22;
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }

    private static byte[] join(byte[] left, byte[] right) {
        var joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }
}
