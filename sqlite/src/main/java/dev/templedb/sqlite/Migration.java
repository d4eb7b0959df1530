package dev.templedb.sqlite;

import dev.templedb.core.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// One numbered step of a schema: a resource called `V007__add_file_hash.sql` with the sections `-- up` and `-- down`.
///
/// @param version  the number, from 1
/// @param name     the words after the number
/// @param anchor   the class beside which the resource lies
/// @param resource the resource's file name
record Migration(int version, String name, Class<?> anchor, String resource) {
    private static final String UP = "-- up\n";
    private static final String DOWN = "-- down\n";

    /// Reads version and name from `resource`, and not yet the resource itself.
    static Migration of(Class<?> anchor, String resource) {
        int separator = resource.indexOf("__");
        if (separator < 2 || resource.charAt(0) != 'V' || !resource.endsWith(".sql")) {
            throw new IllegalArgumentException("migrations are called V001__name.sql, not " + resource);
        }
        int version = Integer.parseInt(resource, 1, separator, 10);
        return new Migration(version, resource.substring(separator + 2, resource.length() - 4), anchor, resource);
    }

    /// What brings the schema from the version before to this one.
    String up() {
        String text = text();
        return text.substring(text.indexOf(UP) + UP.length(), text.indexOf(DOWN));
    }

    /// What takes [#up] back.
    String down() {
        String text = text();
        return text.substring(text.indexOf(DOWN) + DOWN.length());
    }

    /// The hash of the whole resource, the same with Unix and Windows line ends.
    Sha256 checksum() {
        return Sha256.of(text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        try (var in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + anchor.getName());
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            int up = text.indexOf(UP);
            if (up < 0 || text.indexOf(DOWN) < up) {
                throw new IllegalStateException(resource + " needs a line `-- up` and, after it, a line `-- down`");
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
