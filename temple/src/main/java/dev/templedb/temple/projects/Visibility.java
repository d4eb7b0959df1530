package dev.templedb.temple.projects;

/// Who may see a project once it is shared.
public enum Visibility {
    /// Everybody.
    PUBLIC,
    /// Everybody with an account on the same server.
    INTERNAL,
    /// Its owner and collaborators.
    PRIVATE;

    /// The word for people, files and the database, such as `private`.
    public String word() {
        return Words.of(this);
    }

    /// @throws dev.templedb.core.TempleException with `PROJECT_VALUE_INVALID`
    public static Visibility of(String word) {
        return Words.find(values(), word, "visibility");
    }
}
