package dev.templedb.temple.secrets;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.age.AgeFailure;
import dev.templedb.packages.age.AgeRecipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads public keys.
final class Keys {
    private Keys() {}

    /// The key that a person named: the key itself, or a file that holds one or several.
    ///
    /// @throws TempleException with `KEY_INVALID`
    static List<AgeRecipient> named(String text) {
        var trimmed = text.strip();
        if (trimmed.startsWith("age1") || trimmed.startsWith("ssh-") || trimmed.startsWith("AGE-")) {
            return List.of(one(trimmed));
        }
        try {
            var keys = lines(Files.readString(Path.of(trimmed), StandardCharsets.UTF_8));
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (IOException | RuntimeException noFile) {
            // Said below.
        }
        throw invalid("\"%s\" is neither a public key nor a file of public keys.".formatted(Printable.text(trimmed)));
    }

    private static AgeRecipient one(String line) {
        try {
            return AgeRecipient.parse(line);
        } catch (AgeFailure failure) {
            throw invalid("This key cannot be used: %s.".formatted(failure.getMessage()));
        }
    }

    /// The keys in a file, a line each; comments begin with `#`.
    ///
    /// @throws TempleException with `KEY_INVALID`
    static List<AgeRecipient> lines(String text) {
        var keys = new ArrayList<AgeRecipient>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> keys.add(one(line)));
        return List.copyOf(keys);
    }

    static Recipient recipient(AgeRecipient key) {
        return new Recipient(key.kind().word(), key.key(), key.comment());
    }

    static TempleException invalid(String message) {
        return new TempleException(ErrorCode.KEY_INVALID, message);
    }
}
