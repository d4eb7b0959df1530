package dev.templedb.packages.file;

import static dev.templedb.packages.samples.Refusal.refuses;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that say what no package may say of what it builds on, or say too much.
class OddFilesTest {
    @TempDir
    private Path directory;

    private void isRefused(ErrorCode code, String why, RawPackage raw) throws IOException {
        var file = Files.write(directory.resolve("odd.cathedral"), raw.bytes());
        opens(code, why, file);
    }

    private void opens(ErrorCode code, String why, Path file) {
        refuses(code, () -> PackageFileReader.open(file, OpenOptions.strict(directory, Progress.NONE)))
                .contains(why);
    }

    private static RawPackage buildingOn(Json.Obj base) {
        return RawPackage.small()
                .changeJson(
                        EntryNames.MANIFEST,
                        manifest ->
                                manifest.with("format", "cathedral-increment").with("base", base))
                .relist();
    }

    @Test
    void a_base_that_is_none_or_two_or_too_much_is_refused() throws IOException {
        var why = "does not say what the package builds on";
        isRefused(ErrorCode.PACKAGE_MALFORMED, why, buildingOn(Json.Obj.empty()));
        var state = "0".repeat(64);
        var states = Json.Obj.empty().with("states", Json.Arr.ofTexts(List.of(state)));
        isRefused(
                ErrorCode.PACKAGE_MALFORMED,
                why,
                buildingOn(states.with("commits", Json.Arr.ofTexts(List.of("0".repeat(40))))));
        isRefused(
                ErrorCode.PACKAGE_MALFORMED,
                why,
                buildingOn(states.with("states", Json.Arr.ofTexts(Collections.nCopies(1001, state)))));
        isRefused(
                ErrorCode.PACKAGE_MALFORMED, why, buildingOn(states.with("states", new Json.Arr(List.of(Json.NULL)))));
    }

    @Test
    void a_manifest_longer_than_any_is_refused_before_it_is_read() throws IOException {
        isRefused(
                ErrorCode.PACKAGE_TOO_LARGE,
                "are the most that it may have",
                RawPackage.small().set(EntryNames.MANIFEST, new byte[(16 << 20) + 1]));
    }

    @Test
    void what_is_no_file_is_said() throws IOException {
        opens(ErrorCode.PACKAGE_NOT_FOUND, "no package at", directory.resolve("none"));
        opens(ErrorCode.PACKAGE_NOT_RECOGNIZED, "is a directory", directory);
        var file = Files.writeString(directory.resolve("file"), "x");
        opens(ErrorCode.SOURCE_UNREADABLE, "cannot be read", file.resolve("below"));
    }
}
