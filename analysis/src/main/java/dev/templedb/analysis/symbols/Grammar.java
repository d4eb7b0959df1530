package dev.templedb.analysis.symbols;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;
import org.treesitter.TSSymbolType;

/// A grammar with what those of its node types mean that mean anything to us. Loaded once; thread-safe.
final class Grammar {
    private static final Map<CodeLanguage, Grammar> LOADED = new EnumMap<>(CodeLanguage.class);

    private final TSLanguage language;
    private final List<Meaning> meanings = new ArrayList<>();
    private final String query;

    /// What a type of node means.
    ///
    /// @param kind       of the symbol that it defines; null when it defines none
    /// @param isDecision whether control can take another way there
    record Meaning(@Nullable String kind, boolean isImport, boolean isDecision) {}

    private record Type(String name, boolean isNamed) {}

    private Grammar(CodeLanguage of) {
        try {
            language = Class.forName(of.grammarClass())
                    .asSubclass(TSLanguage.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw new IllegalStateException("the grammar of " + of.linguistName() + " cannot be loaded", missing);
        }
        var definitions = of.definitions();
        var imported = Set.copyOf(of.imports());
        var decided = Set.copyOf(of.decisions());
        var patterns = new StringBuilder();
        for (var type : types(language)) {
            var name = type.name();
            // Words such as `if` are nodes of their own beside the statement that they begin.
            boolean isWord = !name.isEmpty() && Character.isLetter(name.charAt(0));
            boolean isOperator = !type.isNamed() && (!isWord || isWordOperator(name));
            var meaning = new Meaning(
                    type.isNamed() ? definitions.get(name) : null,
                    type.isNamed() && imported.contains(name),
                    (type.isNamed() || isOperator) && decided.contains(name));
            if (meaning.kind() != null || meaning.isImport() || meaning.isDecision()) {
                meanings.add(meaning);
                patterns.append(type.isNamed() ? "(" + name + ")" : "\"" + name + "\"")
                        .append(" @it\n");
            }
        }
        query = patterns.toString();
    }

    private static Set<Type> types(TSLanguage language) {
        var types = new LinkedHashSet<Type>();
        for (int i = 0; i < language.symbolCount(); i++) {
            var is = language.symbolType(i);
            if (is == TSSymbolType.TSSymbolTypeRegular || is == TSSymbolType.TSSymbolTypeAnonymous) {
                types.add(new Type(language.symbolName(i), is == TSSymbolType.TSSymbolTypeRegular));
            }
        }
        return types;
    }

    private static boolean isWordOperator(String name) {
        return name.equals("and") || name.equals("or");
    }

    static synchronized Grammar of(CodeLanguage language) {
        return LOADED.computeIfAbsent(language, Grammar::new);
    }

    TSLanguage language() {
        return language;
    }

    /// A query of tree-sitter that finds the nodes that mean something, each with a pattern for its type.
    String query() {
        return query;
    }

    /// What nodes mean that the pattern with this number found.
    Meaning meaning(int pattern) {
        return meanings.get(pattern);
    }
}
