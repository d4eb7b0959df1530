package dev.templedb.packages.file;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.frames.FrameIndex;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ProjectState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `manifest.json`: what a package holds, at a glance and entry by entry.
final class FileManifest {
    private static final String FORMAT = "cathedral-package";
    private static final String INCREMENT = "cathedral-increment";

    /// What the manifest says about one entry.
    record Line(String name, long bytes, Sha256 sha256) {}

    private FileManifest() {}

    static Json.Obj of(PackageSource source, Statistics statistics, FrameIndex index, List<Line> lines) {
        var state = source.state();
        var unsigned = Json.Obj.empty()
                .with("version", version(source))
                .with("format", source.base().isPresent() ? INCREMENT : FORMAT)
                .with("created_at", ProjectState.time(state.time()))
                .with("created_by", state.json().text("created_by").orElse(""))
                .with("project", project(state))
                .with("source", source(source.writer()))
                .with("contents", contents(state, index, source.fileCount(), statistics.bytes()))
                .with("checksums", checksums(lines))
                .with("content_root", state.root().hex())
                .with(
                        "entries",
                        new Json.Arr(lines.stream().map(FileManifest::json).toList()))
                .with("backward_compatible_with", Json.Arr.ofTexts(List.of(FormatVersion.WRITTEN)))
                .with("migrations_applied", Json.Arr.ofTexts(source.writer().migrations()))
                .with("signature", Json.NULL)
                .completedBy(source.unknownFields().object("manifest"));
        var signed = SignedVersion.into(PackageSignature.into(unsigned, source.signatures()), source.signedVersions());
        return source.base().map(base -> signed.with("base", base.json())).orElse(signed);
    }

    /// The manifest of a package that was taken apart, for the entries and the base that it has now.
    static Json.Obj again(
            PackageDescription description, Optional<PackageBase> base, FrameIndex index, List<Line> lines) {
        var before = description.manifest();
        var again = before.without("base")
                .with("format", base.isPresent() ? INCREMENT : FORMAT)
                .with("contents", before.object("contents").with("commits", commits(index)))
                .with("checksums", checksums(lines).completedBy(before.object("checksums")))
                .with(
                        "entries",
                        new Json.Arr(lines.stream().map(FileManifest::json).toList()));
        return base.map(known -> again.with("base", known.json())).orElse(again);
    }

    /// Ours, or the newer one that parts which are carried along came with.
    private static String version(PackageSource source) {
        return source.carried(PackageLayout.Family.FILE).stream()
                .map(CarriedEntry::version)
                .findFirst()
                .orElse(FormatVersion.WRITTEN);
    }

    private static Json.Obj project(ProjectState state) {
        var project = Json.Obj.empty();
        for (var name : List.of("slug", "name", "description", "visibility", "license")) {
            project = project.with(name, state.project().text(name).orElse(null));
        }
        return project;
    }

    private static Json.Obj source(PackageSource.Writer writer) {
        return Json.Obj.empty()
                .with("templedb_version", writer.templedbVersion())
                .with("schema_version", writer.schemaVersion())
                .with("export_method", writer.exportMethod());
    }

    private static Json.Obj contents(ProjectState state, FrameIndex index, long files, long fileBytes) {
        return Json.Obj.empty()
                .with("files", files)
                .with("total_size_bytes", fileBytes)
                .completedBy(provable(state, index));
    }

    /// The members of `contents` that the state and the index decide, so that a reader can check them.
    static Json.Obj provable(ProjectState state, FrameIndex index) {
        var objects = state.objects();
        return Json.Obj.empty()
                .with("commits", commits(index))
                .with("branches", refs(state, "refs/heads/"))
                .with("tags", refs(state, "refs/tags/"))
                .with("objects", objects.count())
                .with("object_bytes", objects.bytes())
                .with("has_secrets", isFilled(state.json().get("secrets")))
                .with("has_environments", isFilled(state.json().get("environments")));
    }

    private static long commits(FrameIndex index) {
        long commits = 0;
        for (var entry : index.entries()) {
            for (int i = 0; i < entry.layout().count(); i++) {
                commits += entry.layout().kind(i) == ObjectKind.COMMIT ? 1 : 0;
            }
        }
        return commits;
    }

    private static long refs(ProjectState state, String prefix) {
        return state.refs().keySet().stream()
                .filter(ref -> ref.startsWith(prefix))
                .count();
    }

    private static boolean isFilled(@org.jspecify.annotations.Nullable Json value) {
        return value instanceof Json.Obj(var members) && !members.isEmpty()
                || value instanceof Json.Arr(var elements) && !elements.isEmpty();
    }

    /// One SHA-256 for all entries but the manifest: over the lines `<sha256>  <bytes>  <name>\n`, sorted by name.
    static Json.Obj checksums(List<Line> lines) {
        var digest = Sha256.newDigest();
        lines.stream()
                .sorted(Comparator.comparing(Line::name))
                .forEach(line -> digest.update((line.sha256().hex() + "  " + line.bytes() + "  " + line.name() + "\n")
                        .getBytes(StandardCharsets.US_ASCII)));
        return Json.Obj.empty().with("sha256", Sha256.from(digest).hex()).with("algorithm", "sha256");
    }

    private static Json json(Line line) {
        return Json.Obj.empty()
                .with("name", line.name())
                .with("bytes", line.bytes())
                .with("sha256", line.sha256().hex());
    }

    /// Reads the member `entries`.
    ///
    /// @throws IllegalArgumentException when it has another form
    static List<Line> lines(Json.Obj manifest) {
        var lines = new ArrayList<Line>();
        for (var element : manifest.list("entries")) {
            if (!(element instanceof Json.Obj line)
                    || line.text("name").isEmpty()
                    || line.whole("bytes").isEmpty()
                    || line.text("sha256").isEmpty()) {
                throw new IllegalArgumentException("an entry is not described by name, bytes and sha256");
            }
            lines.add(new Line(
                    line.text("name").get(),
                    line.whole("bytes").get(),
                    Sha256.parse(line.text("sha256").get())));
        }
        return lines;
    }

    static boolean isOne(Json.Obj manifest) {
        return manifest.text("format")
                .filter(Set.of(FORMAT, INCREMENT)::contains)
                .isPresent();
    }

    /// What the package builds on, if it is an incremental one.
    ///
    /// @throws IllegalArgumentException when it is one and does not say
    static Optional<PackageBase> base(Json.Obj manifest) {
        return manifest.text("format").orElse("").equals(INCREMENT)
                ? Optional.of(PackageBase.read(manifest.object("base")))
                : Optional.empty();
    }

    /// The members that [#of] knows, for telling those that it does not.
    static Json.Obj known() {
        var known = new LinkedHashMap<String, Json>();
        for (var name : List.of(
                "version",
                "format",
                "created_at",
                "created_by",
                "content_root",
                "entries",
                "backward_compatible_with",
                "migrations_applied",
                "signature",
                "signed_versions",
                "base")) {
            known.put(name, Json.NULL);
        }
        known.put("project", nulls("slug", "name", "description", "visibility", "license"));
        known.put("source", nulls("templedb_version", "schema_version", "export_method"));
        known.put(
                "contents",
                nulls(
                        "files",
                        "total_size_bytes",
                        "commits",
                        "branches",
                        "tags",
                        "objects",
                        "object_bytes",
                        "has_secrets",
                        "has_environments"));
        known.put("checksums", nulls("sha256", "algorithm"));
        return Json.object(known);
    }

    private static Json.Obj nulls(String... names) {
        var object = Json.Obj.empty();
        for (var name : names) {
            object = object.with(name, Json.NULL);
        }
        return object;
    }
}
