package dev.templedb.analysis;

import java.util.List;

/// A language as GitHub Linguist knows it.
///
/// @param name   the name at GitHub, such as `C++`
/// @param kind   what it is for
/// @param type   the type that its files have unless their name says more, such as `cpp_source`
/// @param syntax its comments, strings and decisions
/// @param names  how its files are recognized: `.ext` ends of names, `#!program` interpreters, `Name*` beginnings, and
/// whole names
record Language(String name, Kind kind, String type, Syntax syntax, List<String> names) {
    enum Kind {
        PROGRAMMING,
        MARKUP,
        DATA,
        PROSE
    }

    /// Whether it takes part in the percentages of a project, and in its duplication.
    boolean isCounted() {
        return kind == Kind.PROGRAMMING || kind == Kind.MARKUP;
    }

    boolean hasComplexity() {
        return kind == Kind.PROGRAMMING || !syntax.branches().isEmpty();
    }
}
