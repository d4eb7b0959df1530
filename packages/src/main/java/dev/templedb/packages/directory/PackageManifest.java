package dev.templedb.packages.directory;

import dev.templedb.core.Sha256;
import dev.templedb.packages.content.PackageSource;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.json.PackageJson;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ProjectState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// `manifest.json`: the last part that is written and the first that is read.
///
/// Its `checksums.manifest` is the SHA-256 of its own bytes with 64 zeros in that place, so that a damaged manifest
/// shows.
final class PackageManifest {
    static final String VERSION = "1.0.0";
    static final String FORMAT = "cathedral-package";
    /// Of the Python tool's database, whose rows the JSON files mirror.
    static final int SCHEMA_VERSION = 7;

    private static final String ZEROS = "0".repeat(2 * Sha256.BYTES);

    private PackageManifest() {}

    /// The manifest of a package whose other parts are written.
    ///
    /// @param totalBytes of all other parts
    /// @param checksum   by the Python tool's rule
    /// @param entries    of `objects/manifest.json`
    static byte[] write(PackageSource source, PackageTree tree, long totalBytes, Sha256 checksum, Sha256 entries) {
        var unknown = source.unknownFields().object("manifest");
        var json = Json.Obj.empty()
                .with("version", tree.version().orElse(VERSION))
                .with("format", FORMAT)
                .with("created_at", ProjectState.time(source.state().time()))
                .with("created_by", tree.facts().createdBy())
                .with("project", tree.facts().inManifest().completedBy(unknown.object("project")))
                .with("source", source(source.writer(), unknown))
                .with("contents", contents(source, tree, totalBytes).completedBy(unknown.object("contents")))
                .with("checksums", checksums(checksum, entries).completedBy(unknown.object("checksums")))
                .with("signature", Json.NULL);
        return sealed(SignedVersion.into(PackageSignature.into(json, source.signatures()), source.signedVersions()));
    }

    /// The bytes of a manifest, with its own hash in it.
    static byte[] sealed(Json.Obj manifest) {
        var json = manifest.with("checksums", manifest.object("checksums").with("manifest", ZEROS));
        var own = Sha256.of(PackageJson.write(json));
        return PackageJson.write(json.with("checksums", json.object("checksums").with("manifest", own.hex())));
    }

    private static Json.Obj source(PackageSource.Writer writer, Json.Obj unknown) {
        var source = Json.Obj.empty()
                .with("templedb_version", writer.templedbVersion())
                .with("schema_version", SCHEMA_VERSION)
                .with("export_method", writer.exportMethod())
                .with("backward_compatible_with", Json.Arr.ofTexts(List.of(VERSION)))
                .with("temple_schema_version", writer.schemaVersion())
                .with("migrations_applied", Json.Arr.ofTexts(writer.migrations()))
                .completedBy(unknown.object("source"));
        var topLevel =
                unknown.without("project").without("source").without("contents").without("checksums");
        return topLevel.members().isEmpty() ? source : source.with(Names.UNKNOWN_MEMBERS, topLevel);
    }

    private static Json.Obj contents(PackageSource source, PackageTree tree, long totalBytes) {
        var state = source.state();
        var submodules = source.files().stream()
                .filter(file -> !file.hasContent())
                .<Json>map(file -> Json.Obj.empty()
                        .with("path", FilePath.text(file.path()).orElseGet(() -> FilePath.escaped(file.path())))
                        .with("commit", file.blob().hex()))
                .toList();
        return Json.Obj.empty()
                .with("files", tree.fileCount())
                .with("commits", tree.vcs().commitCount())
                .with("branches", tree.vcs().branchCount())
                .with("total_size_bytes", totalBytes)
                .with("has_secrets", state.documents().keySet().stream().anyMatch(name -> name.startsWith("secrets/")))
                .with(
                        "has_environments",
                        state.documents().keySet().stream().anyMatch(name -> name.startsWith("environments/")))
                .with(
                        "tags",
                        state.refs().keySet().stream()
                                .filter(ref -> ref.startsWith("refs/tags/"))
                                .count())
                .with("submodules", new Json.Arr(submodules))
                .with("objects", state.objects().count())
                .with("content_root", state.root().hex());
    }

    private static Json.Obj checksums(Sha256 checksum, Sha256 entries) {
        return Json.Obj.empty()
                .with("sha256", checksum.hex())
                .with("algorithm", "sha256")
                .with("entries", entries.hex())
                .with("manifest", ZEROS);
    }

    /// Whether the manifest's bytes are those that its own hash was made of.
    static boolean isIntact(byte[] bytes, Json.Obj manifest) {
        var own = manifest.object("checksums").text("manifest").orElse("");
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf("\"manifest\": \"" + own + "\"");
        if (own.length() != ZEROS.length() || at < 0) {
            return false;
        }
        var zeroed = text.substring(0, at) + "\"manifest\": \"" + ZEROS + "\"" + text.substring(at + own.length() + 14);
        return Sha256.of(zeroed.getBytes(StandardCharsets.ISO_8859_1)).hex().equals(own);
    }

    /// The root of the state that a package of ours carries.
    static Optional<String> contentRoot(Json.Obj manifest) {
        return manifest.object("contents").text("content_root");
    }
}
