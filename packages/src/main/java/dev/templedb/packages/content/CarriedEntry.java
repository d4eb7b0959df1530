package dev.templedb.packages.content;

import dev.templedb.core.Sha256;
import java.io.IOException;
import java.io.InputStream;

/// A part of a package of a newer minor version that nobody here knows: it comes in and goes out as it is.
///
/// It is no part of the project's state, and so changes no content root.
///
/// @param name    where it lies in the package
/// @param version format version of the package that it came in, which a package with it must have
/// @param sha256  of its content
/// @param content opens the content, as often as it is asked for
public record CarriedEntry(String name, String version, long bytes, Sha256 sha256, Content content) {
    /// Opens a content, which the caller closes.
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }
}
