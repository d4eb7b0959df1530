package dev.templedb.packages.directory;

import dev.templedb.packages.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which members this version knows, and so which it does not.
final class ManifestMembers {
    static final List<String> MANIFEST = List.of(
            "version",
            "format",
            "created_at",
            "created_by",
            "project",
            "source",
            "contents",
            "checksums",
            "signature",
            "signed_versions");
    static final List<String> PROJECT_JSON = List.of(
            "slug",
            "name",
            "description",
            "repository_url",
            "default_branch",
            "git_ref",
            "created_at",
            "updated_at",
            "metadata",
            "statistics");
    static final List<String> FILE_JSON = List.of(
            "file_id",
            "file_path",
            "file_type",
            "lines_of_code",
            "file_size_bytes",
            "hash_sha256",
            "version_number",
            "author",
            "created_at",
            "metadata");

    private static final Map<String, List<String>> IN_MANIFEST = Map.of(
            "project", List.of("slug", "name", "visibility", "license", "description"),
            "source",
                    List.of(
                            "templedb_version",
                            "schema_version",
                            "export_method",
                            "backward_compatible_with",
                            "temple_schema_version",
                            "migrations_applied",
                            Names.UNKNOWN_MEMBERS),
            "contents",
                    List.of(
                            "files",
                            "commits",
                            "branches",
                            "total_size_bytes",
                            "has_secrets",
                            "has_environments",
                            "tags",
                            "submodules",
                            "objects",
                            "content_root"),
            "checksums", List.of("sha256", "algorithm", "entries", "manifest"));
    private static final List<String> STATISTICS =
            List.of("total_files", "total_lines", "total_bytes", "file_types", Names.UNKNOWN_MEMBERS);
    private static final List<String> FILE_METADATA = List.of(
            "mode",
            "git_blob_id",
            "symlink",
            "language",
            "code_lines",
            "complexity",
            "path_base64",
            Names.UNKNOWN_MEMBERS);

    private ManifestMembers() {}

    /// What nobody here knows of a manifest: at its place, and what was put aside in `source` back at the top.
    static Json.Obj unknownOfManifest(Json.Obj manifest) {
        var unknown = without(manifest, MANIFEST);
        for (var part : List.of("project", "source", "contents", "checksums")) {
            unknown =
                    withPart(unknown, part, without(manifest.object(part), IN_MANIFEST.getOrDefault(part, List.of())));
        }
        return unknown.completedBy(without(manifest.object("source").object(Names.UNKNOWN_MEMBERS), MANIFEST));
    }

    /// What nobody here knows of a `project.json`. Its `metadata` is the user's own and belongs to the state.
    static Json.Obj unknownOfProject(Json.Obj project, Json.Obj metadataOfState) {
        var unknown = without(project, PROJECT_JSON).without("project_path");
        unknown = withPart(
                unknown,
                "metadata",
                without(
                        project.object("metadata"),
                        List.copyOf(metadataOfState.members().keySet())));
        unknown = withPart(unknown, "statistics", without(project.object("statistics"), STATISTICS));
        return unknown.completedBy(without(project.object("statistics").object(Names.UNKNOWN_MEMBERS), PROJECT_JSON));
    }

    /// What nobody here knows of a `file-*.json` of ours.
    static Json.Obj unknownOfFile(Json.Obj file) {
        var unknown = without(file, FILE_JSON);
        unknown = withPart(unknown, "metadata", without(file.object("metadata"), FILE_METADATA));
        return unknown.completedBy(without(file.object("metadata").object(Names.UNKNOWN_MEMBERS), FILE_JSON));
    }

    private static Json.Obj withPart(Json.Obj unknown, String name, Json.Obj part) {
        return part.members().isEmpty() ? unknown : unknown.with(name, part);
    }

    private static Json.Obj without(Json.Obj object, List<String> known) {
        var rest = new LinkedHashMap<>(object.members());
        known.forEach(rest::remove);
        return new Json.Obj(rest);
    }
}
