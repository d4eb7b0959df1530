package dev.templedb.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The version of this program, written into `version.txt` by the build.
final class ProgramVersion {
    private ProgramVersion() {}

    /// Returns the version such as `0.1.0`.
    static String number() {
        try (var file = ProgramVersion.class.getResourceAsStream("version.txt")) {
            if (file == null) {
                return "unknown";
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
