package dev.templedb.packages.archive;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.KeptTime;
import dev.templedb.core.Printable;
import dev.templedb.core.Sha256;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an archive holds, at a glance.
///
/// @param version         format version, such as `1.0.0`
/// @param createdAt       the time of the newest state in it, not the clock's
/// @param templedbVersion of the program that wrote it
/// @param schemaVersion   of the temple that it was written from
/// @param projects        by slug
public record ArchiveManifest(
        String version, Instant createdAt, String templedbVersion, long schemaVersion, List<ArchivedProject> projects) {
    /// The version that is written here.
    public static final String WRITTEN = "1.0.0";

    static final String FORMAT = "temple-archive";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\.\\d{1,6})?");

    public ArchiveManifest {
        projects = List.copyOf(projects);
    }

    /// Whether a newer TempleDB wrote it, so that there may be things in it that nobody here knows.
    boolean isNewer() {
        return !version.matches("0\\..*|1\\.0(\\.\\d+)?");
    }

    Json.Obj json() {
        return Json.Obj.empty()
                .with("version", version)
                .with("format", FORMAT)
                .with("created_at", ProjectState.time(createdAt))
                .with(
                        "source",
                        Json.Obj.empty()
                                .with("templedb_version", templedbVersion)
                                .with("schema_version", schemaVersion))
                .with("backward_compatible_with", Json.Arr.ofTexts(List.of(WRITTEN)))
                .with(
                        "projects",
                        new Json.Arr(
                                projects.stream().map(ArchiveManifest::json).toList()));
    }

    private static Json json(ArchivedProject project) {
        return Json.Obj.empty()
                .with("slug", project.slug().text())
                .with("name", project.name())
                .with("path", project.path())
                .with("content_root", project.contentRoot().hex())
                .with(
                        "ancestors",
                        Json.Arr.ofTexts(
                                project.ancestors().stream().map(Sha256::hex).toList()));
    }

    /// Reads a manifest that nobody vouches for.
    static ArchiveManifest read(Json.Obj json) {
        var format = json.text("format").orElse("");
        if (!format.equals(FORMAT)) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED,
                    format.equals("cathedral-package")
                            ? "This is the package of one project, and no archive of a temple; `templedb cathedral import` takes it."
                            : "The manifest does not say that this is an archive of a temple.");
        }
        var version = json.text("version").orElse("");
        requireReadable(version, json);
        var projects = new ArrayList<ArchivedProject>();
        var slugs = new HashSet<String>();
        for (var element : json.list("projects")) {
            var project = project(element).orElseThrow(() -> malformed("a project is not described as it should be"));
            if (!slugs.add(project.slug().text().toLowerCase(Locale.ROOT))) {
                throw new TempleException(
                        ErrorCode.PACKAGE_ENTRY_DUPLICATE,
                        "The archive has the project %s twice.".formatted(project.slug()));
            }
            projects.add(project);
        }
        var source = json.object("source");
        return new ArchiveManifest(
                version,
                time(json),
                source.text("templedb_version").orElse(""),
                source.whole("schema_version").orElse(0L),
                projects);
    }

    private static void requireReadable(String version, Json.Obj json) {
        if (!VERSION.matcher(version).matches()) {
            throw malformed("\"version\" is no version");
        }
        boolean isCompatible = version.startsWith("1.")
                || version.startsWith("0.")
                || json.list("backward_compatible_with").stream()
                        .anyMatch(one -> one instanceof Json.Str(var text) && text.startsWith("1."));
        if (!isCompatible) {
            throw new TempleException(
                    ErrorCode.PACKAGE_VERSION_UNSUPPORTED,
                    "The archive has the format version %s, and this TempleDB reads 1.x."
                            .formatted(Printable.text(version)));
        }
    }

    private static Instant time(Json.Obj json) {
        return KeptTime.read(json.text("created_at").orElse(""))
                .orElseThrow(() -> malformed("\"created_at\" is no time"));
    }

    private static Optional<ArchivedProject> project(Json element) {
        if (!(element instanceof Json.Obj project)) {
            return Optional.empty();
        }
        try {
            var ancestors = new ArrayList<Sha256>();
            for (var ancestor : project.list("ancestors")) {
                ancestors.add(Sha256.parse(ancestor instanceof Json.Str(var text) ? text : ""));
            }
            var read = new ArchivedProject(
                    new Slug(project.text("slug").orElse("")),
                    project.text("name").orElse(""),
                    Sha256.parse(project.text("content_root").orElse("")),
                    ancestors);
            return Optional.of(read)
                    .filter(one -> one.path().equals(project.text("path").orElse("")));
        } catch (IllegalArgumentException | TempleException wrong) {
            return Optional.empty();
        }
    }

    static TempleException malformed(String why) {
        return new TempleException(
                ErrorCode.PACKAGE_MALFORMED, "The archive's manifest.json is malformed: %s.".formatted(why));
    }
}
