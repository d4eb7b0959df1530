package dev.templedb.analysis;

import org.jspecify.annotations.Nullable;

/// Tells lines of code, comments and blank lines apart, and counts decision points, in one pass over bytes.
final class LineScanner {
    private final Syntax syntax;
    private final @Nullable LineHasher hasher;
    private final Window text = new Window();
    private final byte[] window = text.bytes;
    private int position = Window.BEHIND;

    private @Nullable Region region;
    private byte[] closing = {};
    private int depth;
    private boolean continued;
    private @Nullable Opening heredoc;
    private boolean inHeredoc;

    private boolean lineHasCode;
    private boolean lineHasComment;
    private long codeLines;
    private long commentLines;
    private long blankLines;
    private long decisions;

    LineScanner(Syntax syntax, @Nullable DuplicationCounter duplication) {
        this.syntax = syntax;
        this.hasher = duplication == null ? null : new LineHasher(window, position, duplication);
        this.region = syntax.initial();
        this.closing = region == null ? closing : region.close();
        this.depth = 1;
    }

    void accept(byte[] buffer, int offset, int length) {
        int taken = 0;
        while (taken < length) {
            taken += text.fill(buffer, offset + taken, length - taken);
            scan(text.end() - Window.AHEAD);
            if (text.isFull()) {
                slide();
            }
        }
    }

    void finish() {
        text.close();
        scan(text.end());
        boolean lastLineIsOpen = text.end() > Window.BEHIND && !Ascii.isLineEnd(window[text.end() - 1]);
        if (lastLineIsOpen) {
            endLine(text.end());
        }
    }

    long codeLines() {
        return codeLines;
    }

    long commentLines() {
        return commentLines;
    }

    long blankLines() {
        return blankLines;
    }

    long decisions() {
        return decisions;
    }

    private void slide() {
        if (hasher != null) {
            hasher.hashUpTo(position);
        }
        int shift = text.slide(position);
        position -= shift;
        if (hasher != null) {
            hasher.moved(shift);
        }
    }

    private void scan(int limit) {
        while (position < limit) {
            if (inHeredoc && heredoc != null) {
                scanHeredoc(heredoc.close(), limit);
            } else if (region != null) {
                scanRegion(region, limit);
            } else {
                scanCode(limit);
            }
        }
    }

    /// Reads code until `limit`, or until something else begins.
    private void scanCode(int limit) {
        byte[] bytes = window;
        byte[] kinds = syntax.kinds();
        int at = position;
        while (at < limit) {
            int b = bytes[at] & 0xff;
            switch (kinds[b]) {
                case Syntax.SPACE -> at++;
                case Syntax.OTHER -> {
                    lineHasCode = true;
                    at++;
                }
                case Syntax.WORD -> {
                    lineHasCode = true;
                    at = skipWord(at, limit);
                }
                case Syntax.BRANCH -> {
                    lineHasCode = true;
                    at = readWord(at, limit);
                }
                case Syntax.LINE_END -> {
                    at = endLine(at);
                    if (inHeredoc) {
                        position = at;
                        return;
                    }
                }
                default -> {
                    at = readToken(b, at, limit);
                    if (region != null) {
                        position = at;
                        return;
                    }
                }
            }
        }
        position = at;
    }

    private int skipWord(int at, int limit) {
        byte[] bytes = window;
        int end = at + 1;
        while (end < limit && Ascii.isWord(bytes[end])) {
            end++;
        }
        return end;
    }

    private int readWord(int at, int limit) {
        if (syntax.branches().isAt(window, at)) {
            decisions++;
        }
        return skipWord(at, limit);
    }

    private int readToken(int b, int at, int limit) {
        boolean inWord = Ascii.isWord(b) && Ascii.isWord(window[at - 1]);
        if (inWord) {
            return skipWord(at, limit);
        }
        for (var candidate : syntax.regionsAt(b)) {
            var opening = candidate.opener().at(window, at, !lineHasCode && !lineHasComment);
            if (opening != null) {
                enter(candidate, opening);
                return at + opening.length();
            }
        }
        lineHasCode = true;
        if (b == '<' && syntax.heredocs() != null && heredoc == null) {
            heredoc = syntax.heredocs().at(window, at, false);
        }
        for (var operator : syntax.operatorsAt(b)) {
            if (operator.isAt(window, at)) {
                decisions += operator.decisions();
                return at + operator.text().length;
            }
        }
        if (b == syntax.escape() && !Ascii.isLineEnd(window[at + 1])) {
            return at + 2;
        }
        return Ascii.isWord(b) ? readWord(at, limit) : at + 1;
    }

    private void enter(Region entered, Opening opening) {
        region = entered;
        closing = opening.close();
        depth = 1;
        mark(entered.comment());
    }

    private void scanRegion(Region current, int limit) {
        byte[] bytes = window;
        boolean[] stops = current.stops();
        int at = position;
        while (at < limit) {
            int b = bytes[at] & 0xff;
            if (Ascii.isLineEnd(b)) {
                at = endLine(at);
                boolean goesOn = current.multiline() || continued;
                continued = false;
                region = goesOn ? current : null;
                if (!goesOn || inHeredoc) {
                    break;
                }
            } else if (Ascii.isSpace(b)) {
                at++;
            } else {
                mark(current.comment());
                if (!stops[b]) {
                    at = skipTo(stops, at + 1, limit);
                } else {
                    at = readStop(current, b, at);
                    if (region == null) {
                        break;
                    }
                }
            }
        }
        position = at;
    }

    private int skipTo(boolean[] stops, int from, int limit) {
        byte[] bytes = window;
        int at = from;
        while (at < limit && !stops[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /// Reads a byte that may end the region, escape the next byte or open an inner region.
    private int readStop(Region current, int b, int at) {
        if (b == current.escape()) {
            continued = Ascii.isLineEnd(window[at + 1]);
            return continued ? at + 1 : at + 2;
        }
        if (closing.length > 0 && Window.startsWith(window, at, closing)) {
            depth--;
            region = depth == 0 ? null : current;
            return at + closing.length;
        }
        if (current.nested() && Window.startsWith(window, at, current.open())) {
            depth++;
            return at + current.open().length;
        }
        return at + 1;
    }

    private void scanHeredoc(byte[] tag, int limit) {
        while (position < limit) {
            int b = window[position];
            if (Ascii.isLineEnd(b)) {
                position = endLine(position);
            } else if (Ascii.isSpace(b) || lineHasCode) {
                position++;
            } else {
                lineHasCode = true;
                if (Window.startsWith(window, position, tag) && !Ascii.isWord(window[position + tag.length])) {
                    position += tag.length;
                    heredoc = null;
                    inHeredoc = false;
                    return;
                }
            }
        }
    }

    private void mark(boolean comment) {
        if (comment) {
            lineHasComment = true;
        } else {
            lineHasCode = true;
        }
    }

    /// Counts the line that ends at `at` and returns where the next begins.
    private int endLine(int at) {
        if (hasher != null) {
            hasher.endLine(at, lineHasCode);
        }
        if (lineHasCode) {
            codeLines++;
        } else if (lineHasComment) {
            commentLines++;
        } else {
            blankLines++;
        }
        lineHasCode = false;
        lineHasComment = false;
        inHeredoc = heredoc != null;
        return window[at] == '\r' && window[at + 1] == '\n' ? at + 2 : at + 1;
    }
}
