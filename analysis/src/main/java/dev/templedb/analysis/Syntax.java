package dev.templedb.analysis;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What a [LineScanner] must know of a language: its comments, its strings and its decisions.
final class Syntax {
    static final byte SPACE = 0;
    static final byte OTHER = 1;
    static final byte WORD = 2;
    static final byte BRANCH = 3;
    static final byte LINE_END = 4;
    static final byte TOKEN = 5;

    private static final Region[] NO_REGIONS = {};
    private static final Operator[] NO_OPERATORS = {};

    /// Text in which only blank lines differ from others.
    static final Syntax PLAIN = new SyntaxBuilder().build();

    private final byte[] kinds = new byte[256];
    private final Region[][] regions = new Region[256][];
    private final Operator[][] operators = new Operator[256][];
    private final BranchWords branches;
    private final int escape;
    private final @Nullable Opener heredocs;
    private final @Nullable Region initial;

    Syntax(SyntaxBuilder from) {
        branches = new BranchWords(from.branches, from.ignoreCase);
        escape = from.escape;
        heredocs = from.heredocs;
        initial = from.initial;
        Arrays.fill(regions, NO_REGIONS);
        Arrays.fill(operators, NO_OPERATORS);
        from.regions.forEach(
                start -> regions[start.firstByte()] = appended(regions[start.firstByte()], start.region()));
        from.operators.sort(Comparator.comparingInt(operator -> -operator.text().length));
        from.operators.forEach(
                operator -> operators[operator.text()[0]] = appended(operators[operator.text()[0]], operator));
        for (int b = 0; b < 256; b++) {
            kinds[b] = kindOf(b);
        }
    }

    /// The kind of every byte in code, one of the constants of this class.
    byte[] kinds() {
        return kinds;
    }

    /// The regions that may begin with `b`, in the order in which they are tried.
    Region[] regionsAt(int b) {
        return regions[b];
    }

    /// The operators that begin with `b`, longest first.
    Operator[] operatorsAt(int b) {
        return operators[b];
    }

    BranchWords branches() {
        return branches;
    }

    /// The byte that takes the meaning from the next one in code, or -1.
    int escape() {
        return escape;
    }

    @Nullable
    Opener heredocs() {
        return heredocs;
    }

    /// The region in which a file begins, or null when it begins with code.
    @Nullable
    Region initial() {
        return initial;
    }

    private static <T> T[] appended(T[] array, T last) {
        var longer = Arrays.copyOf(array, array.length + 1);
        longer[array.length] = last;
        return longer;
    }

    private byte kindOf(int b) {
        if (Ascii.isLineEnd(b)) {
            return LINE_END;
        }
        if (regions[b].length > 0 || operators[b].length > 0 || b == escape || heredocs != null && b == '<') {
            return TOKEN;
        }
        if (Ascii.isSpace(b)) {
            return SPACE;
        }
        if (!Ascii.isWord(b)) {
            return OTHER;
        }
        return branches.beginWith(b) ? BRANCH : WORD;
    }
}
