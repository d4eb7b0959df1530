package dev.templedb.analysis.symbols;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTreeCursor;

/// Parses source files. About 1 MB/s on one thread; not thread-safe.
///
/// Bounded whatever the file: its size, the time of parsing, the depth that is looked at, and the number of symbols.
public final class CodeReader implements AutoCloseable {
    /// Counts up when files are read differently.
    public static final int VERSION = 1;

    /// Files above this many bytes are not parsed: they are generated.
    public static final int LARGEST_BYTES = 2 << 20;

    private static final long LONGEST_NANOS = 3_000_000_000L;
    private static final int DEEPEST = 1500;
    private static final int MOST_SYMBOLS = 50_000;
    private static final int LONGEST_NAME = 500;
    private static final Pattern QUOTED = Pattern.compile("[\"'`]([^\"'`\\n]{1,1000})[\"'`]");
    private static final Pattern REQUIRE = Pattern.compile(
            "(?:require|import|require_relative|load)\\s{0,4}\\(?\\s{0,4}[\"']([^\"'\\n]{1,1000})[\"']\\s{0,4}\\)?");

    private final Map<CodeLanguage, TSParser> parsers = new LinkedHashMap<>();

    /// What a file says; nothing when it is beyond a bound.
    public Optional<CodeFacts> read(CodeLanguage language, byte[] content) {
        if (content.length > LARGEST_BYTES) {
            return Optional.empty();
        }
        var grammar = Grammar.of(language);
        var parser = parsers.computeIfAbsent(language, none -> parser(grammar));
        parser.reset();
        long deadline = System.nanoTime() + LONGEST_NANOS;
        var tree = parser.parseWithOptions(
                new byte[1 << 16],
                null,
                (buffer, offset, position) -> {
                    int length = Math.min(buffer.length, content.length - offset);
                    if (length <= 0) {
                        return 0;
                    }
                    System.arraycopy(content, offset, buffer, 0, length);
                    return length;
                },
                TSInputEncoding.TSInputEncodingUTF8,
                state -> System.nanoTime() > deadline);
        if (tree == null) {
            return Optional.empty();
        }
        try (tree) {
            return Optional.of(new Walk(language, grammar, content).facts(tree.getRootNode()));
        }
    }

    private static TSParser parser(Grammar grammar) {
        var parser = new TSParser();
        parser.setLanguage(grammar.language());
        return parser;
    }

    @Override
    public void close() {
        parsers.values().forEach(TSParser::close);
        parsers.clear();
    }

    /// One pass over the tree of one file.
    private static final class Walk {
        private final CodeLanguage language;
        private final Grammar grammar;
        private final byte[] content;
        private final List<CodeSymbol> symbols = new ArrayList<>();
        private final Map<String, Integer> imports = new LinkedHashMap<>();
        private int[] complexity = new int[64];

        Walk(CodeLanguage language, Grammar grammar, byte[] content) {
            this.language = language;
            this.grammar = grammar;
            this.content = content;
        }

        CodeFacts facts(TSNode root) {
            // For each depth, the symbol and the function that nodes below belong to.
            var owners = new int[DEEPEST + 1];
            var functions = new int[DEEPEST + 1];
            Arrays.fill(owners, -1);
            Arrays.fill(functions, -1);
            int depth = 0;
            try (var cursor = new TSTreeCursor(root)) {
                while (true) {
                    visit(cursor.currentNode(), depth, owners, functions);
                    if (depth < DEEPEST && cursor.gotoFirstChild()) {
                        depth++;
                        continue;
                    }
                    while (!cursor.gotoNextSibling()) {
                        if (depth == 0 || !cursor.gotoParent()) {
                            return result(!root.hasError());
                        }
                        depth--;
                    }
                }
            }
        }

        private CodeFacts result(boolean whole) {
            var counted = new ArrayList<CodeSymbol>(symbols.size());
            for (int i = 0; i < symbols.size(); i++) {
                var one = symbols.get(i);
                counted.add(
                        isFunction(one.kind())
                                ? new CodeSymbol(
                                        one.kind(),
                                        one.name(),
                                        one.line(),
                                        one.endLine(),
                                        1 + complexity[i],
                                        one.parent(),
                                        one.exported())
                                : one);
            }
            return new CodeFacts(
                    counted,
                    imports.entrySet().stream()
                            .map(entry -> new CodeImport(entry.getKey(), entry.getValue()))
                            .toList(),
                    whole);
        }

        private static boolean isFunction(String kind) {
            return kind.equals("function") || kind.equals("method") || kind.equals("constructor");
        }

        private void visit(TSNode node, int depth, int[] owners, int[] functions) {
            int owner = depth == 0 ? -1 : owners[depth - 1];
            int function = depth == 0 ? -1 : functions[depth - 1];
            int symbol = node.getSymbol();
            if (function >= 0 && grammar.isDecision(symbol)) {
                complexity[function]++;
            }
            var kind = grammar.kind(symbol);
            if (kind != null && symbols.size() < MOST_SYMBOLS) {
                int added = define(node, kind, owner, function);
                if (added >= 0) {
                    owner = added;
                    function = isFunction(symbols.get(added).kind()) ? added : function;
                }
            }
            if (grammar.isImport(symbol)) {
                addImport(node);
            }
            owners[depth] = owner;
            functions[depth] = function;
        }

        /// Adds a symbol, and returns its place; -1 when the node defines nothing that counts.
        private int define(TSNode node, String kind, int owner, int function) {
            // Variables of functions are nobody else's business.
            if (function >= 0 && (kind.equals("variable") || kind.equals("constant") || kind.equals("macro"))) {
                return -1;
            }
            var named = name(node, kind);
            if (named == null) {
                return -1;
            }
            var name = text(named);
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                return -1;
            }
            var is = kind;
            if (kind.equals("variable") && isFunctionValue(node)) {
                is = "function";
            } else if (kind.equals("function")
                    && owner >= 0
                    && isType(symbols.get(owner).kind())) {
                is = "method";
            }
            int place = symbols.size();
            symbols.add(new CodeSymbol(
                    is,
                    name,
                    node.getStartPoint().getRow() + 1,
                    node.getEndPoint().getRow() + 1,
                    0,
                    owner,
                    isExported(node, name, owner)));
            if (place >= complexity.length) {
                complexity = Arrays.copyOf(complexity, complexity.length * 2);
            }
            return place;
        }

        private static boolean isType(String kind) {
            return switch (kind) {
                case "class", "struct", "trait", "interface", "enum", "module" -> !kind.equals("module");
                default -> false;
            };
        }

        private static boolean isFunctionValue(TSNode node) {
            var value = node.getChildByFieldName("value");
            return value != null
                    && !value.isNull()
                    && (value.getType().equals("arrow_function")
                            || value.getType().startsWith("function"));
        }

        private @Nullable TSNode name(TSNode node, String kind) {
            if (language == CodeLanguage.C || language == CodeLanguage.CPP) {
                return cName(node, kind);
            }
            if ((language == CodeLanguage.PYTHON || language == CodeLanguage.RUBY) && kind.equals("variable")) {
                var left = node.getChildByFieldName("left");
                boolean isName = !left.isNull()
                        && (left.getType().equals("identifier")
                                || left.getType().equals("constant"));
                return isName
                                && (language == CodeLanguage.PYTHON
                                        || left.getType().equals("constant"))
                        ? left
                        : null;
            }
            var name = node.getChildByFieldName("name");
            if (name.isNull()) {
                var declarator = node.getChildByFieldName("declarator");
                name = declarator.isNull()
                        ? node.getChildByFieldName("property")
                        : declarator.getChildByFieldName("name");
            }
            if (name.isNull() && language == CodeLanguage.PHP) {
                name = node.getNamedChild(0);
            }
            boolean isPattern = !name.isNull() && name.getType().endsWith("_pattern");
            return name.isNull() || isPattern ? null : name;
        }

        /// In C the name lies within pointers, arrays and parameters.
        private static @Nullable TSNode cName(TSNode node, String kind) {
            boolean isSpecifier = node.getType().endsWith("_specifier");
            if (isSpecifier && node.getChildByFieldName("body").isNull()) {
                return null;
            }
            var name = node.getChildByFieldName("name");
            if (!name.isNull()) {
                return name;
            }
            var at = node.getChildByFieldName("declarator");
            boolean isPrototype = false;
            for (int i = 0; i < 20 && !at.isNull(); i++) {
                isPrototype |= at.getType().equals("function_declarator");
                var inner = at.getChildByFieldName("declarator");
                if (inner.isNull()) {
                    return kind.equals("variable") && isPrototype ? null : at;
                }
                at = inner;
            }
            return null;
        }

        private boolean isExported(TSNode node, String name, int owner) {
            return switch (language) {
                case JAVA, PHP -> hasModifier(node, "public") || language == CodeLanguage.PHP && owner < 0;
                case JAVASCRIPT, TYPESCRIPT, TSX -> isBelowExport(node);
                case PYTHON -> !name.startsWith("_");
                case GO -> Character.isUpperCase(name.charAt(0));
                case RUST -> hasModifier(node, "pub");
                case C, CPP -> !hasModifier(node, "static");
                case RUBY -> true;
            };
        }

        private static boolean isBelowExport(TSNode node) {
            var parent = node.getParent();
            for (int i = 0; i < 2 && !parent.isNull(); i++) {
                if (parent.getType().equals("export_statement")) {
                    return true;
                }
                if (!parent.getType().endsWith("_declaration")) {
                    return false;
                }
                parent = parent.getParent();
            }
            return false;
        }

        private boolean hasModifier(TSNode node, String word) {
            int children = Math.min(4, node.getChildCount());
            for (int i = 0; i < children; i++) {
                var child = node.getChild(i);
                var type = child.getType();
                if ((type.contains("modifier") || type.equals("storage_class_specifier"))
                        && Arrays.asList(text(child).split("[\\s(]+")).contains(word)) {
                    return true;
                }
            }
            return false;
        }

        private void addImport(TSNode node) {
            int line = node.getStartPoint().getRow() + 1;
            switch (language) {
                case JAVA ->
                    put(
                            text(node)
                                    .replaceFirst("^import\\s+", "")
                                    .replace(";", "")
                                    .replaceAll("\\s+", " ")
                                    .strip(),
                            line);
                case PYTHON -> addPython(text(node), line);
                case GO -> putQuoted(node, line);
                case RUST -> addRust(node, line);
                case C, CPP -> {
                    var path = node.getChildByFieldName("path");
                    put(path.isNull() ? "" : text(path).replace("\"", ""), line);
                }
                case JAVASCRIPT, TYPESCRIPT, TSX -> {
                    if (node.getType().equals("call_expression")) {
                        putCalled(node, line, "require", "import");
                    } else {
                        var source = node.getChildByFieldName("source");
                        if (!source.isNull()) {
                            putQuoted(source, line);
                        }
                    }
                }
                case RUBY -> putCalled(node, line, "require", "require_relative", "load");
                case PHP -> {
                    if (node.getType().startsWith("namespace_use")) {
                        put(text(node).replaceFirst("(?i)\\s+as\\s+.*", "").strip(), line);
                    } else {
                        putQuoted(node, line);
                    }
                }
            }
        }

        private void put(String target, int line) {
            if (!target.isBlank()
                    && target.length() <= 1000
                    && target.indexOf('\n') < 0
                    && imports.size() < MOST_SYMBOLS) {
                imports.putIfAbsent(target, line);
            }
        }

        private void putQuoted(TSNode node, int line) {
            var quoted = QUOTED.matcher(text(node));
            if (quoted.find()) {
                put(quoted.group(1), line);
            }
        }

        private void putCalled(TSNode call, int line, String... names) {
            var callee = call.getChildByFieldName(language == CodeLanguage.RUBY ? "method" : "function");
            if (callee.isNull()
                    || callee.getEndByte() - callee.getStartByte() > 20
                    || !List.of(names).contains(text(callee))) {
                return;
            }
            var found = REQUIRE.matcher(text(call));
            if (found.lookingAt()) {
                put((text(callee).equals("require_relative") ? "./" : "") + found.group(1), line);
            }
        }

        /// `a.b` for `import a.b`, `a:x` for each `from a import x`.
        private void addPython(String statement, int line) {
            var plain = statement
                    .replaceAll("#[^\\n]*", "")
                    .replaceAll("[()\\\\\\s]+", " ")
                    .strip();
            if (plain.startsWith("from ") && plain.contains(" import ")) {
                var module = plain.substring(5, plain.indexOf(" import ")).strip();
                for (var name : plain.substring(plain.indexOf(" import ") + 8).split(",")) {
                    put(module + ":" + name.strip().split(" ")[0], line);
                }
            } else if (plain.startsWith("import ")) {
                for (var name : plain.substring(7).split(",")) {
                    put(name.strip().split(" ")[0], line);
                }
            }
        }

        private void addRust(TSNode node, int line) {
            if (node.getType().equals("mod_item")) {
                if (node.getChildByFieldName("body").isNull()) {
                    put("mod " + text(node.getChildByFieldName("name")), line);
                }
            } else {
                var plain = text(node).replaceAll("\\s+", " ").replaceFirst("^(?:pub(?:\\([^)]*\\))? )?use ", "");
                put(
                        plain.replace(";", "")
                                .replaceFirst("\\{.*", "")
                                .replaceFirst(" as .*", "")
                                .replaceFirst("::$", "")
                                .strip(),
                        line);
            }
        }

        private String text(TSNode node) {
            int start = Math.clamp(node.getStartByte(), 0, content.length);
            int end = Math.clamp(node.getEndByte(), start, Math.min(content.length, start + 20_000));
            return new String(content, start, end - start, StandardCharsets.UTF_8);
        }
    }
}
