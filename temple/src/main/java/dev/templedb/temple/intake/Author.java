package dev.templedb.temple.intake;

/// Who makes the commits that an import of plain files needs.
///
/// @param name  without line ends and angle brackets, which git's format cannot hold; they are removed
/// @param email may be empty
public record Author(String name, String email) {
    public Author {
        name = clean(name);
        email = clean(email);
    }

    private static String clean(String text) {
        return text.replaceAll("[<>\\n\\r\\x00]", "").strip();
    }
}
