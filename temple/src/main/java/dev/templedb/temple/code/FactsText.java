package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.CodeImport;
import dev.templedb.analysis.symbols.CodeSymbol;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Symbols and imports as text for the cache: a line each, with tabs between.
final class FactsText {
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f\\x85\\u2028\\u2029]+");

    private FactsText() {}

    static String symbols(List<CodeSymbol> symbols) {
        var out = new StringBuilder();
        for (var one : symbols) {
            out.append(one.kind())
                    .append('\t')
                    .append(clean(one.name()))
                    .append('\t')
                    .append(one.line())
                    .append('\t');
            out.append(one.endLine())
                    .append('\t')
                    .append(one.complexity())
                    .append('\t')
                    .append(one.parent());
            out.append('\t').append(one.exported() ? 1 : 0).append('\n');
        }
        return out.toString();
    }

    static List<CodeSymbol> symbols(String text) {
        var symbols = new ArrayList<CodeSymbol>();
        text.lines().forEach(line -> {
            var parts = line.split("\t", -1);
            symbols.add(new CodeSymbol(
                    parts[0],
                    parts[1],
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    Integer.parseInt(parts[4]),
                    Integer.parseInt(parts[5]),
                    parts[6].equals("1")));
        });
        return symbols;
    }

    static String imports(List<CodeImport> imports) {
        var out = new StringBuilder();
        imports.forEach(one ->
                out.append(one.line()).append('\t').append(clean(one.target())).append('\n'));
        return out.toString();
    }

    static List<CodeImport> imports(String text) {
        return text.lines()
                .map(line -> line.split("\t", 2))
                .map(parts -> new CodeImport(parts[1], Integer.parseInt(parts[0])))
                .toList();
    }

    /// Names hold no line ends but in broken files.
    private static String clean(String text) {
        return CONTROL.matcher(text).replaceAll(" ");
    }
}
