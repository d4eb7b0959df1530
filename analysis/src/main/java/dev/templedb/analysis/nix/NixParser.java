package dev.templedb.analysis.nix;

import dev.templedb.analysis.nix.NixLexer.Part;
import dev.templedb.analysis.nix.NixToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an expression by Nix's grammar, from left to right, one word ahead.
final class NixParser {
    /// Each level takes some ten calls; a thread of a megabyte has room for this many.
    private static final int DEEPEST = 400;

    private static final int NOT = 7;
    private static final int HAS_ATTRIBUTE = 11;
    private static final int NEGATE = 12;

    private enum Association {
        LEFT,
        RIGHT,
        NONE
    }

    private record Operator(int strength, Association association) {}

    private static final Map<String, Operator> OPERATORS = Map.ofEntries(
            Map.entry("->", new Operator(1, Association.RIGHT)),
            Map.entry("||", new Operator(2, Association.LEFT)),
            Map.entry("&&", new Operator(3, Association.LEFT)),
            Map.entry("==", new Operator(4, Association.NONE)),
            Map.entry("!=", new Operator(4, Association.NONE)),
            Map.entry("<", new Operator(5, Association.NONE)),
            Map.entry(">", new Operator(5, Association.NONE)),
            Map.entry("<=", new Operator(5, Association.NONE)),
            Map.entry(">=", new Operator(5, Association.NONE)),
            Map.entry("//", new Operator(6, Association.RIGHT)),
            Map.entry("+", new Operator(8, Association.LEFT)),
            Map.entry("-", new Operator(8, Association.LEFT)),
            Map.entry("*", new Operator(9, Association.LEFT)),
            Map.entry("/", new Operator(9, Association.LEFT)),
            Map.entry("++", new Operator(10, Association.RIGHT)),
            Map.entry("?", new Operator(HAS_ATTRIBUTE, Association.LEFT)));

    private static final NixNode LITERAL = new NixNode.Literal();

    private final NixLexer lexer;
    private NixToken token = new NixToken(Kind.END, 0, "");
    private boolean isRead;
    private @Nullable NixToken following;
    private int depth;

    NixParser(NixLexer lexer) {
        this.lexer = lexer;
    }

    /// The one expression that the text is.
    NixNode file() throws InvalidNix {
        var node = expression();
        if (peek().kind() != Kind.END) {
            throw unexpected("the end of the text");
        }
        return node;
    }

    private NixNode expression() throws InvalidNix {
        if (++depth > DEEPEST) {
            throw lexer.invalid(peek().at(), "the text is nested too deeply");
        }
        var node = switch (peek()) {
            case NixToken word when word.kind() == Kind.NAME && isFollowedBy(":", "@") -> namedFunction();
            case NixToken word when word.is("{") && beginsFormals() -> function();
            case NixToken word when word.is("assert") -> assertion();
            case NixToken word when word.is("with") -> with();
            case NixToken word when word.is("let") && !isFollowedBy("{") -> let();
            case NixToken word when word.is("if") -> choice();
            default -> operation(0);
        };
        depth--;
        return node;
    }

    private NixNode assertion() throws InvalidNix {
        take();
        var condition = expression();
        expect(";");
        return several(condition, expression());
    }

    private NixNode with() throws InvalidNix {
        take();
        var attributes = expression();
        expect(";");
        return new NixNode.With(attributes, expression());
    }

    private NixNode let() throws InvalidNix {
        int begin = take().at();
        var bindings = new NixNode.Attributes(false);
        bindings(bindings, "in");
        if (!bindings.dynamic().isEmpty()) {
            throw lexer.invalid(begin, "names in `let` cannot be computed");
        }
        expect("in");
        return new NixNode.Let(bindings, expression());
    }

    private NixNode choice() throws InvalidNix {
        take();
        var condition = expression();
        expect("then");
        var then = expression();
        expect("else");
        return several(condition, then, expression());
    }

    private NixNode namedFunction() throws InvalidNix {
        var argument = take();
        if (peek().is("@")) {
            take();
            requireSymbol("{");
            return function(argument);
        }
        expect(":");
        return new NixNode.Function(Set.of(argument.text()), List.of(), expression());
    }

    private NixNode function() throws InvalidNix {
        return function(null);
    }

    private NixNode function(@Nullable NixToken whole) throws InvalidNix {
        take();
        var names = new HashSet<String>();
        var defaults = new ArrayList<NixNode>();
        formals(names, defaults);
        expect("}");
        var name = whole;
        if (name == null && peek().is("@")) {
            take();
            name = takeName();
        }
        if (name != null && !names.add(name.text())) {
            throw lexer.invalid(name.at(), "the argument %s is there twice".formatted(name.text()));
        }
        expect(":");
        return new NixNode.Function(names, defaults, expression());
    }

    private void formals(Set<String> names, List<NixNode> defaults) throws InvalidNix {
        while (!peek().is("}")) {
            if (peek().is("...")) {
                take();
                return;
            }
            var name = takeName();
            if (!names.add(name.text())) {
                throw lexer.invalid(name.at(), "the argument %s is there twice".formatted(name.text()));
            }
            if (peek().is("?")) {
                take();
                defaults.add(expression());
            }
            if (!peek().is(",")) {
                return;
            }
            take();
        }
    }

    /// Whether a `{` begins the arguments of a function, and no set.
    private boolean beginsFormals() throws InvalidNix {
        var next = following();
        if (next.is("...")) {
            return true;
        }
        if (next.is("}")) {
            return lookBeyond(":", "@");
        }
        return next.kind() == Kind.NAME && lookBeyond(",", "?", "}");
    }

    private NixNode operation(int weakest) throws InvalidNix {
        if (++depth > DEEPEST) {
            throw lexer.invalid(peek().at(), "the text is nested too deeply");
        }
        var first = operand();
        var parts = new ArrayList<NixNode>();
        parts.add(first);
        int last = 0;
        while (peek().kind() == Kind.SYMBOL) {
            var operator = OPERATORS.get(peek().text());
            if (operator == null || operator.strength() < weakest) {
                break;
            }
            if (operator.association() == Association.NONE && operator.strength() == last) {
                throw lexer.invalid(peek().at(), "%s needs parentheses here".formatted(peek().text()));
            }
            take();
            last = operator.strength();
            if (last == HAS_ATTRIBUTE) {
                path().forEach(part -> parts.add(part.node()));
            } else {
                parts.add(operation(operator.association() == Association.RIGHT ? last : last + 1));
            }
        }
        depth--;
        return parts.size() == 1 ? first : new NixNode.Several(parts);
    }

    private NixNode operand() throws InvalidNix {
        if (peek().is("!")) {
            take();
            return several(operation(NOT));
        }
        if (peek().is("-")) {
            take();
            return several(operation(NEGATE));
        }
        var function = selection();
        if (!beginsValue()) {
            return function;
        }
        var parts = new ArrayList<NixNode>();
        parts.add(function);
        while (beginsValue()) {
            parts.add(selection());
        }
        return new NixNode.Several(parts);
    }

    private boolean beginsValue() throws InvalidNix {
        var word = peek();
        return switch (word.kind()) {
            case NAME, NUMBER, PATH, SEARCH_PATH, URI, STRING, INDENTED -> true;
            case SYMBOL -> word.is("(") || word.is("[") || word.is("{");
            case KEYWORD -> word.is("rec") || word.is("let");
            case END -> false;
        };
    }

    private NixNode selection() throws InvalidNix {
        var value = value();
        if (peek().is("or")) {
            var or = take();
            return several(value, new NixNode.Name("or", or.at()));
        }
        if (!peek().is(".")) {
            return value;
        }
        take();
        var parts = new ArrayList<NixNode>();
        parts.add(value);
        path().forEach(part -> parts.add(part.node()));
        if (peek().is("or")) {
            take();
            parts.add(nested(this::selection));
        }
        return new NixNode.Several(parts);
    }

    private NixNode value() throws InvalidNix {
        return switch (peek().kind()) {
            case NAME -> {
                var name = take();
                yield new NixNode.Name(name.text(), name.at());
            }
            case NUMBER, SEARCH_PATH, URI -> {
                take();
                yield LITERAL;
            }
            case PATH -> filePath();
            case STRING -> string();
            case INDENTED -> string();
            case SYMBOL, KEYWORD -> bracketed();
            case END -> throw unexpected("an expression");
        };
    }

    private NixNode bracketed() throws InvalidNix {
        var word = peek();
        if (word.is("(")) {
            take();
            var inner = expression();
            expect(")");
            return inner;
        }
        if (word.is("[")) {
            return list();
        }
        if (word.is("{")) {
            return set(false);
        }
        if (word.is("rec") || word.is("let")) {
            take();
            requireSymbol("{");
            return set(true);
        }
        throw unexpected("an expression");
    }

    private NixNode list() throws InvalidNix {
        take();
        var elements = new ArrayList<NixNode>();
        while (!peek().is("]")) {
            if (!beginsValue()) {
                throw unexpected("] or an element");
            }
            elements.add(nested(this::selection));
        }
        take();
        return new NixNode.Several(elements);
    }

    private NixNode set(boolean isRecursive) throws InvalidNix {
        take();
        var set = new NixNode.Attributes(isRecursive);
        bindings(set, "}");
        expect("}");
        return set;
    }

    private NixNode filePath() throws InvalidNix {
        int begin = take().at();
        var parts = new ArrayList<NixNode>();
        while (lexer.pathPart(begin, parts.isEmpty()) == Part.INTERPOLATION) {
            parts.add(expression());
            expect("}");
        }
        return new NixNode.Several(parts);
    }

    private NixNode string() throws InvalidNix {
        var begin = take();
        boolean isIndented = begin.kind() == Kind.INDENTED;
        var plain = new StringBuilder();
        var parts = new ArrayList<NixNode>();
        while (Part.INTERPOLATION
                == (isIndented ? lexer.indentedPart(begin.at(), plain) : lexer.stringPart(begin.at(), plain))) {
            parts.add(expression());
            expect("}");
        }
        return parts.isEmpty() && !isIndented
                ? new NixNode.Text(unescaped(plain.toString()))
                : new NixNode.Several(parts);
    }

    private static String unescaped(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length()) {
                c = raw.charAt(++i);
                c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
            }
            text.append(c);
        }
        return text.toString();
    }

    /// One name of a path such as `a."b".${c}`.
    ///
    /// @param name null when it is computed
    private record Step(@Nullable String name, NixNode node, int at) {}

    private List<Step> path() throws InvalidNix {
        var steps = new ArrayList<Step>();
        steps.add(step());
        while (peek().is(".")) {
            take();
            steps.add(step());
        }
        return steps;
    }

    private boolean beginsStep() throws InvalidNix {
        var word = peek();
        return word.kind() == Kind.NAME || word.is("or") || word.kind() == Kind.STRING || word.is("${");
    }

    private Step step() throws InvalidNix {
        var word = peek();
        if (word.kind() == Kind.NAME || word.is("or")) {
            take();
            return new Step(word.text(), LITERAL, word.at());
        }
        NixNode node;
        if (word.kind() == Kind.STRING) {
            node = string();
        } else if (word.is("${")) {
            take();
            node = expression();
            expect("}");
        } else {
            throw unexpected("the name of an attribute");
        }
        return node instanceof NixNode.Text(var name)
                ? new Step(name, LITERAL, word.at())
                : new Step(null, node, word.at());
    }

    private void bindings(NixNode.Attributes set, String end) throws InvalidNix {
        while (!peek().is(end)) {
            if (peek().is("inherit")) {
                inherit(set);
            } else if (beginsStep()) {
                var steps = path();
                expect("=");
                var value = expression();
                expect(";");
                add(set, steps, value);
            } else {
                throw unexpected("%s or the name of an attribute".formatted(end));
            }
        }
    }

    private void inherit(NixNode.Attributes set) throws InvalidNix {
        take();
        @Nullable NixNode from = null;
        if (peek().is("(")) {
            take();
            from = expression();
            expect(")");
        }
        while (!peek().is(";")) {
            var step = step();
            var name = step.name();
            if (name == null) {
                throw lexer.invalid(step.at(), "names in `inherit` cannot be computed");
            }
            requireNew(set, name, step.at());
            set.values()
                    .put(
                            name,
                            from == null
                                    ? new NixNode.Value(new NixNode.Name(name, step.at()), true)
                                    : new NixNode.Value(new NixNode.Several(List.of(from)), false));
        }
        take();
    }

    private void add(NixNode.Attributes set, List<Step> path, NixNode value) throws InvalidNix {
        var inner = set;
        for (var step : path.subList(0, path.size() - 1)) {
            inner = inner(inner, step);
        }
        var last = path.getLast();
        var name = last.name();
        if (name == null) {
            inner.dynamic().add(last.node());
            inner.dynamic().add(value);
            return;
        }
        var before = inner.values().get(name);
        if (before == null) {
            inner.values().put(name, new NixNode.Value(value, false));
        } else if (before.node() instanceof NixNode.Attributes known && value instanceof NixNode.Attributes more) {
            for (var each : more.values().entrySet()) {
                requireNew(known, each.getKey(), last.at());
                known.values().put(each.getKey(), each.getValue());
            }
            known.dynamic().addAll(more.dynamic());
        } else {
            throw twice(name, last.at());
        }
    }

    private NixNode.Attributes inner(NixNode.Attributes set, Step step) throws InvalidNix {
        var fresh = new NixNode.Attributes(false);
        var name = step.name();
        if (name == null) {
            set.dynamic().add(step.node());
            set.dynamic().add(fresh);
            return fresh;
        }
        var before = set.values().get(name);
        if (before == null) {
            set.values().put(name, new NixNode.Value(fresh, false));
            return fresh;
        }
        if (before.node() instanceof NixNode.Attributes known && !before.isInherited()) {
            return known;
        }
        throw twice(name, step.at());
    }

    private void requireNew(NixNode.Attributes set, String name, int where) throws InvalidNix {
        if (set.values().containsKey(name)) {
            throw twice(name, where);
        }
    }

    private InvalidNix twice(String name, int where) {
        return lexer.invalid(where, "the attribute %s is there twice".formatted(name));
    }

    private interface Reading {
        NixNode read() throws InvalidNix;
    }

    private NixNode nested(Reading reading) throws InvalidNix {
        if (++depth > DEEPEST) {
            throw lexer.invalid(peek().at(), "the text is nested too deeply");
        }
        var node = reading.read();
        depth--;
        return node;
    }

    private static NixNode several(NixNode... parts) {
        return new NixNode.Several(List.of(parts));
    }

    private NixToken peek() throws InvalidNix {
        if (!isRead) {
            var next = following;
            token = next == null ? lexer.next() : next;
            following = null;
            isRead = true;
        }
        return token;
    }

    private NixToken following() throws InvalidNix {
        peek();
        var next = following;
        if (next == null) {
            next = lexer.next();
            following = next;
        }
        return next;
    }

    private boolean isFollowedBy(String... symbols) throws InvalidNix {
        var next = following();
        for (var symbol : symbols) {
            if (next.is(symbol)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of `symbols` comes after the word after this one.
    private boolean lookBeyond(String... symbols) throws InvalidNix {
        following();
        var beyond = lexer.peekNext();
        for (var symbol : symbols) {
            if (beyond.is(symbol)) {
                return true;
            }
        }
        return false;
    }

    private NixToken take() throws InvalidNix {
        var taken = peek();
        isRead = false;
        return taken;
    }

    private NixToken takeName() throws InvalidNix {
        if (peek().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return take();
    }

    private void requireSymbol(String symbol) throws InvalidNix {
        if (!peek().is(symbol)) {
            throw unexpected(symbol);
        }
    }

    private void expect(String word) throws InvalidNix {
        requireSymbol(word);
        take();
    }

    private InvalidNix unexpected(String expected) throws InvalidNix {
        var word = peek();
        var found = word.kind() == Kind.END ? "the text ends" : "here is \"%s\"".formatted(word.text());
        return lexer.invalid(word.at(), "%s, where %s was expected".formatted(found, expected));
    }
}
