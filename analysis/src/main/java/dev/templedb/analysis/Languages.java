package dev.templedb.analysis;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All known languages. Where two claim the same extension, the earlier one owns it and [Ambiguity] may decide
/// otherwise.
final class Languages {
    static final List<Language> ALL = Stream.of(
                    CurlyLanguages.ALL,
                    ScriptLanguages.ALL,
                    FunctionalLanguages.ALL,
                    ClassicLanguages.ALL,
                    MarkupLanguages.ALL,
                    DataLanguages.ALL)
            .flatMap(List::stream)
            .toList();

    private static final Map<String, Language> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Language::name, Function.identity()));

    private Languages() {}

    /// Returns the language of that name.
    ///
    /// @throws IllegalArgumentException when there is none
    static Language named(String name) {
        var language = BY_NAME.get(name);
        if (language == null) {
            throw new IllegalArgumentException("unknown language: " + name);
        }
        return language;
    }

    static Language programming(String name, String type, SyntaxBuilder syntax, String names) {
        return language(name, Language.Kind.PROGRAMMING, type, syntax, names);
    }

    static Language markup(String name, String type, SyntaxBuilder syntax, String names) {
        return language(name, Language.Kind.MARKUP, type, syntax, names);
    }

    static Language data(String name, String type, SyntaxBuilder syntax, String names) {
        return language(name, Language.Kind.DATA, type, syntax, names);
    }

    static Language prose(String name, String type, SyntaxBuilder syntax, String names) {
        return language(name, Language.Kind.PROSE, type, syntax, names);
    }

    private static Language language(String name, Language.Kind kind, String type, SyntaxBuilder syntax, String names) {
        return new Language(name, kind, type, syntax.build(), List.of(names.split(" ")));
    }
}
