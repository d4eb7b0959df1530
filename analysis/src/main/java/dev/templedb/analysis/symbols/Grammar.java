package dev.templedb.analysis.symbols;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;

/// A grammar with what each of its node types means to us. Loaded once; thread-safe.
final class Grammar {
    private static final Map<CodeLanguage, Grammar> LOADED = new EnumMap<>(CodeLanguage.class);

    private final TSLanguage language;
    private final @Nullable String[] kinds;
    private final boolean[] imports;
    private final boolean[] decisions;

    private Grammar(CodeLanguage of) {
        try {
            language = Class.forName(of.grammarClass())
                    .asSubclass(TSLanguage.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw new IllegalStateException("the grammar of " + of.linguistName() + " cannot be loaded", missing);
        }
        int count = language.symbolCount();
        kinds = new @Nullable String[count];
        imports = new boolean[count];
        decisions = new boolean[count];
        var definitions = of.definitions();
        var imported = Set.copyOf(of.imports());
        var decided = Set.copyOf(of.decisions());
        for (int i = 0; i < count; i++) {
            var name = language.symbolName(i);
            boolean isNamed = language.symbolType(i) == org.treesitter.TSSymbolType.TSSymbolTypeRegular;
            kinds[i] = isNamed ? definitions.get(name) : null;
            imports[i] = isNamed && imported.contains(name);
            // Words such as `if` are nodes of their own beside the statement that they begin.
            decisions[i] =
                    decided.contains(name) && (isNamed || !Character.isLetter(name.charAt(0)) || isWordOperator(name));
        }
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

    @Nullable
    String kind(int symbol) {
        return symbol < kinds.length && symbol >= 0 ? kinds[symbol] : null;
    }

    boolean isImport(int symbol) {
        return symbol < imports.length && symbol >= 0 && imports[symbol];
    }

    boolean isDecision(int symbol) {
        return symbol < decisions.length && symbol >= 0 && decisions[symbol];
    }
}
