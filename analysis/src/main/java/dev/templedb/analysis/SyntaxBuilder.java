package dev.templedb.analysis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Describes a [Syntax], word by word. Where two regions begin alike, the one described first is tried first.
final class SyntaxBuilder {
    /// A region and the byte it begins with.
    record Start(int firstByte, Region region) {}

    final List<Start> regions = new ArrayList<>();
    final List<Operator> operators = new ArrayList<>();
    final List<String> branches = new ArrayList<>();
    boolean ignoreCase;
    int escape = -1;

    @Nullable
    Opener heredocs;

    @Nullable
    Region initial;

    Syntax build() {
        return new Syntax(this);
    }

    /// Comments that run from each of `openings` to the end of the line.
    SyntaxBuilder line(String... openings) {
        return line(Place.ANYWHERE, openings);
    }

    SyntaxBuilder line(Place place, String... openings) {
        for (var open : openings) {
            add(open.charAt(0), Region.of(true, Openers.fixed(open, "", place), open, "", -1, false, false));
        }
        return this;
    }

    /// Comments from `open` to the first `close`.
    SyntaxBuilder block(String open, String close) {
        return block(Place.ANYWHERE, open, close);
    }

    SyntaxBuilder block(Place place, String open, String close) {
        return add(open.charAt(0), Region.of(true, Openers.fixed(open, close, place), open, close, -1, true, false));
    }

    /// Comments from `open` to the `close` that belongs to it.
    SyntaxBuilder nestedBlock(String open, String close) {
        var opener = Openers.fixed(open, close, Place.ANYWHERE);
        return add(open.charAt(0), Region.of(true, opener, open, close, -1, true, true));
    }

    /// Strings between two `quote`s on one line, with the backslash as escape.
    SyntaxBuilder string(String quote) {
        return string(Place.ANYWHERE, quote, quote, '\\', false);
    }

    /// Strings between two `quote`s over any number of lines, with the backslash as escape.
    SyntaxBuilder longString(String quote) {
        return string(Place.ANYWHERE, quote, quote, '\\', true);
    }

    /// Strings in which nothing is escaped (a doubled quote ends one and begins the next).
    ///
    /// @param multiline whether they go on over line ends
    SyntaxBuilder rawString(String open, String close, boolean multiline) {
        return string(Place.ANYWHERE, open, close, -1, multiline);
    }

    SyntaxBuilder string(Place place, String open, String close, int escapeByte, boolean multiline) {
        var opener = Openers.fixed(open, close, place);
        return add(open.charAt(0), Region.of(false, opener, open, close, escapeByte, multiline, false));
    }

    /// Regions that `opener` recognizes, beginning with `first`, whose end begins with `closeFirst`.
    SyntaxBuilder special(
            boolean comment, char first, String closeFirst, int escapeByte, boolean multiline, Opener opener) {
        return add(first, Region.of(comment, opener, "", closeFirst, escapeByte, multiline, false));
    }

    /// Files that begin as text of another kind, between `open` and `close`.
    SyntaxBuilder templateText(String open, String close) {
        initial = Region.of(false, Openers.fixed(open, close, Place.ANYWHERE), open, close, -1, true, false);
        return add(open.charAt(0), initial);
    }

    /// Literals of one character, where the quote also has other uses.
    SyntaxBuilder character() {
        return special(false, '\'', "'", '\\', false, Openers::character);
    }

    SyntaxBuilder regex() {
        return special(false, '/', "/", '\\', false, Openers::regex);
    }

    SyntaxBuilder heredocs(Opener opener) {
        heredocs = opener;
        return this;
    }

    /// The byte after which the next one means nothing special in code.
    SyntaxBuilder escape(char escapeByte) {
        escape = escapeByte;
        return this;
    }

    SyntaxBuilder ignoringCase() {
        ignoreCase = true;
        return this;
    }

    /// Words that are decisions, in lower case when case does not matter.
    SyntaxBuilder branches(String words) {
        branches.addAll(List.of(words.split(" ")));
        return this;
    }

    /// Signs that are decisions.
    SyntaxBuilder operators(String signs) {
        return operators(signs, false, 1);
    }

    /// The `?` of a conditional expression, which counts between white space where types have a `?` too.
    SyntaxBuilder spacedConditional() {
        return operators("?", true, 1);
    }

    /// Signs that are no decision although they begin like one.
    SyntaxBuilder neutral(String... signs) {
        for (var sign : signs) {
            operators.add(new Operator(Ascii.bytes(sign), false, 0));
        }
        return this;
    }

    private SyntaxBuilder operators(String signs, boolean spaced, int decisions) {
        for (var sign : signs.split(" ")) {
            operators.add(new Operator(Ascii.bytes(sign), spaced, decisions));
        }
        return this;
    }

    private SyntaxBuilder add(int firstByte, Region region) {
        regions.add(new Start(firstByte, region));
        return this;
    }
}
