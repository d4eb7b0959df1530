package dev.templedb.temple.projects;

/// Whether a project is worked on or copied from.
public enum ProjectKind {
    PROJECT,
    TEMPLATE;

    /// The word for people, files and the database, such as `template`.
    public String word() {
        return Words.of(this);
    }

    /// @throws dev.templedb.core.TempleException with `PROJECT_VALUE_INVALID`
    public static ProjectKind of(String word) {
        return Words.find(values(), word, "kind");
    }
}
