package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import java.util.regex.Pattern;

/// The version of the package format, and which versions this program reads.
///
/// @param minor of the format; a larger one has members or entries that we do not know, and may leave alone
record FormatVersion(int major, int minor) {
    /// What we write.
    static final String WRITTEN = "2.0.0";

    private static final FormatVersion KNOWN = new FormatVersion(2, 0);
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");

    /// The version of a package that we may read.
    ///
    /// @throws TempleException with `PACKAGE_VERSION_UNSUPPORTED` for another major version, unless the package
    /// says that
    ///         it can be read as one that we know
    static FormatVersion readable(Json.Obj manifest) {
        var text = manifest.text("version").orElse("");
        var form = FORM.matcher(text);
        if (form.matches()) {
            var version = new FormatVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
            if (version.major == KNOWN.major
                    || manifest.list("backward_compatible_with").contains(new Json.Str(WRITTEN))) {
                return version;
            }
        }
        throw new TempleException(
                ErrorCode.PACKAGE_VERSION_UNSUPPORTED,
                "The package has the format version \"%s\"; this program reads %d.x in one file."
                        .formatted(Printable.text(text), KNOWN.major));
    }

    /// Whether there may be parts that we do not know.
    boolean isNewer() {
        return major > KNOWN.major || major == KNOWN.major && minor > KNOWN.minor;
    }
}
