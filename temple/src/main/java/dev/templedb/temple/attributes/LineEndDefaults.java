package dev.templedb.temple.attributes;

/// What happens to line ends where attributes leave it open: `core.autocrlf` and `core.eol` of git's settings.
///
/// @param unspecified for files of which no attribute says whether they are text
/// @param isCrlf      whether text without `eol` has CR LF in the work tree
public record LineEndDefaults(LineEnds unspecified, boolean isCrlf) {
    /// Only attributes count, and text has LF. A directory is the same then, whoever's machine it is on.
    public static final LineEndDefaults ATTRIBUTES_ONLY = new LineEndDefaults(LineEnds.KEEP, false);

    /// Those of a repository's settings.
    ///
    /// @param autocrlf `core.autocrlf`, with what counts as true written as `true`
    /// @param eol      `core.eol`
    public static LineEndDefaults of(String autocrlf, String eol) {
        return switch (autocrlf) {
            case "true" -> new LineEndDefaults(LineEnds.AUTO_CRLF, true);
            case "input" -> new LineEndDefaults(LineEnds.AUTO_LF, false);
            default -> new LineEndDefaults(LineEnds.KEEP, eol.equalsIgnoreCase("crlf"));
        };
    }
}
