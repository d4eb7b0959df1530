package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which format versions of the directory layout this version reads: every 1.x, and later ones that say that 1.x
/// readers may.
final class FormatVersion {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(\\.\\d{1,6}){0,3}([-+].{0,50})?");
    private static final String COMPATIBLE = "backward_compatible_with";
    private static final List<String> PLACES = List.of("source", "contents", "checksums", "project", "metadata");

    private FormatVersion() {}

    /// Accepts or refuses what the manifest says; the result is a notice for a person, if there is one.
    static Optional<String> check(Json.Obj manifest) {
        if (manifest.text("format").orElse("").equals("temple-archive")) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED,
                    "This is an archive of a whole temple; `templedb cathedral import-all` takes it.");
        }
        if (!manifest.text("format").orElse("").equals(PackageManifest.FORMAT)) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED,
                    Names.MANIFEST,
                    "does not say that this is a \"cathedral-package\"");
        }
        var version =
                manifest.text("version").orElseThrow(() -> Refusal.malformed(Names.MANIFEST, "\"version\" is missing"));
        long major = major(version)
                .orElseThrow(() -> Refusal.malformed(Names.MANIFEST, "\"%s\" is no version".formatted(version)));
        if (major > 1 && compatible(manifest).noneMatch(known -> major(known).equals(Optional.of(1L)))) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_VERSION_UNSUPPORTED,
                    "The package",
                    "has the format version %s, and this TempleDB reads 1.x".formatted(version));
        }
        return isNewer(version)
                ? Optional.of(
                        "The package has the format version %s, which is newer than this TempleDB's 1.0.0; what is new in it is kept, but not used."
                                .formatted(version))
                : Optional.empty();
    }

    /// Whether a package may have parts and members that we do not know.
    static boolean isNewer(Json.Obj manifest) {
        return isNewer(manifest.text("version").orElse(""));
    }

    private static boolean isNewer(String version) {
        return !version.matches("0\\..*|1(\\.0){0,2}(\\.\\d+)?");
    }

    private static Stream<String> compatible(Json.Obj manifest) {
        return Stream.concat(Stream.of(manifest), PLACES.stream().map(manifest::object))
                .map(place -> place.get(COMPATIBLE))
                .flatMap(value -> switch (value) {
                    case Json.Str(var one) -> Stream.of(one);
                    case Json.Arr(var many) ->
                        many.stream()
                                .flatMap(one -> one instanceof Json.Str(var text) ? Stream.of(text) : Stream.empty());
                    case null, default -> Stream.empty();
                });
    }

    private static Optional<Long> major(String version) {
        var form = FORM.matcher(version);
        return form.matches() ? Optional.of(Long.parseLong(form.group(1))) : Optional.empty();
    }
}
