package dev.templedb.analysis.symbols;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSQuery;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryMatch;

/// Parses source files. About 3 MB/s on one thread; not thread-safe, but any number of threads may have one each.
///
/// Bounded whatever the file: its size, the time of parsing, the depth of what is defined in each other, and the number
/// of
/// symbols. Where nothing is looked for, the tree is walked by tree-sitter itself.
public final class CodeReader implements AutoCloseable {
    /// Counts up when files are read differently.
    public static final int VERSION = 2;

    /// Files above this many bytes are not parsed: they are generated.
    public static final int LARGEST_BYTES = 2 << 20;

    private static final int LEAST_MINIFIED = 16 << 10;
    private static final int LONGEST_MEAN_LINE = 500;
    private static final long LONGEST_NANOS = 3_000_000_000L;
    private static final int DEEPEST = 200;
    private static final int MOST_SYMBOLS = 50_000;
    private static final int LONGEST_NAME = 500;
    private static final Pattern QUOTED = Pattern.compile("[\"'`]([^\"'`\\n]{1,1000})[\"'`]");
    private static final Pattern REQUIRE = Pattern.compile(
            "(?:require|import|require_relative|load)\\s{0,4}\\(?\\s{0,4}[\"']([^\"'\\n]{1,1000})[\"']\\s{0,4}\\)?");

    private final Map<CodeLanguage, Tools> tools = new EnumMap<>(CodeLanguage.class);

    private record Tools(Grammar grammar, TSParser parser, TSQuery query) {}

    /// What a file says, unless it is beyond a bound.
    public CodeReading read(CodeLanguage language, byte[] content) {
        if (content.length > LARGEST_BYTES) {
            return new CodeReading.Skipped(SkipReason.LARGE);
        }
        if (isMinified(content)) {
            return new CodeReading.Skipped(SkipReason.MINIFIED);
        }
        var using = tools.computeIfAbsent(language, CodeReader::tools);
        var parser = using.parser();
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
            return new CodeReading.Skipped(SkipReason.SLOW);
        }
        try (tree) {
            return new CodeReading.Parsed(new Walk(language, using, content).facts(tree.getRootNode()));
        }
    }

    private static boolean isMinified(byte[] content) {
        if (content.length < LEAST_MINIFIED) {
            return false;
        }
        int lines = 1;
        for (byte letter : content) {
            lines += letter == '\n' || letter == '\r' ? 1 : 0;
        }
        return content.length / lines > LONGEST_MEAN_LINE;
    }

    private static Tools tools(CodeLanguage language) {
        var grammar = Grammar.of(language);
        var parser = new TSParser();
        parser.setLanguage(grammar.language());
        return new Tools(grammar, parser, new TSQuery(grammar.language(), grammar.query()));
    }

    @Override
    public void close() {
        tools.values().forEach(one -> {
            one.query().close();
            one.parser().close();
        });
        tools.clear();
    }

    /// One pass over the tree of one file.
    private static final class Walk {
        private final CodeLanguage language;
        private final Tools tools;
        private final byte[] content;
        private final List<CodeSymbol> symbols = new ArrayList<>();
        private final Map<String, Integer> imports = new LinkedHashMap<>();
        private int[] complexity = new int[64];
        /// The symbols that the node under way lies in: their places, and where they end.
        private final int[] within = new int[DEEPEST];
        private final int[] ends = new int[DEEPEST];
        private int depth;

        Walk(CodeLanguage language, Tools tools, byte[] content) {
            this.language = language;
            this.tools = tools;
            this.content = content;
        }

        /// Nodes come in the order in which they begin, outer ones first.
        CodeFacts facts(TSNode root) {
            try (var cursor = new TSQueryCursor()) {
                cursor.exec(tools.query(), root);
                var match = new TSQueryMatch();
                while (cursor.nextMatch(match)) {
                    visit(match.getCaptures()[0].getNode(), tools.grammar().meaning(match.getPatternIndex()));
                }
            }
            return result(!root.hasError());
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

        private void visit(TSNode node, Grammar.Meaning meaning) {
            int start = node.getStartByte();
            while (depth > 0 && ends[depth - 1] <= start) {
                depth--;
            }
            int function = function();
            if (function >= 0 && meaning.isDecision()) {
                complexity[function]++;
            }
            var kind = meaning.kind();
            if (kind != null && symbols.size() < MOST_SYMBOLS) {
                int added = define(node, kind, depth == 0 ? -1 : within[depth - 1], function);
                if (added >= 0 && depth < DEEPEST) {
                    within[depth] = added;
                    ends[depth++] = node.getEndByte();
                }
            }
            if (meaning.isImport()) {
                addImport(node);
            }
        }

        /// The innermost function here, or -1.
        private int function() {
            for (int i = depth - 1; i >= 0; i--) {
                if (isFunction(symbols.get(within[i]).kind())) {
                    return within[i];
                }
            }
            return -1;
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
