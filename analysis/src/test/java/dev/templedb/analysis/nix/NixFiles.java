package dev.templedb.analysis.nix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Files written in Nix, for tests.
final class NixFiles {
    private NixFiles() {}

    static String read(String name) {
        try (var stream = Objects.requireNonNull(NixFiles.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
