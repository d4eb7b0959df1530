package dev.templedb.branchdb.codegen;

/// A language that code is made for.
public enum Language {
    /// Records and classes over the Java API of branchdb; needs Java 21.
    JAVA,
    /// Dataclasses and classes over `sqlite3` of the standard library; needs Python 3.9 and SQLite 3.35.
    PYTHON,
    /// Interfaces and classes over any driver that has the form of `node:sqlite` or `better-sqlite3`; no
    /// dependencies.
    TYPESCRIPT
}
