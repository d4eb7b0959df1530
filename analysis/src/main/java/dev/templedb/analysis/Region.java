package dev.templedb.analysis;

/// A comment or a string of a language: how it begins and how it ends.
///
/// @param comment   whether it is a comment; otherwise it counts as code
/// @param opener    recognizes its beginning
/// @param open      its opening, where a nested one begins with the same bytes
/// @param close     what ends it, unless the opening says otherwise; empty when only the end of the line does
/// @param escape    the byte that takes the meaning from the next one, or -1
/// @param multiline whether it goes on over line ends
/// @param nested    whether it may contain others of its kind
/// @param stops     the bytes within it that need a closer look
record Region(
        boolean comment,
        Opener opener,
        byte[] open,
        byte[] close,
        int escape,
        boolean multiline,
        boolean nested,
        boolean[] stops) {

    static Region of(
            boolean comment, Opener opener, String open, String close, int escape, boolean multiline, boolean nested) {
        var stops = new boolean[256];
        stops['\n'] = true;
        stops['\r'] = true;
        if (escape >= 0) {
            stops[escape] = true;
        }
        if (!close.isEmpty()) {
            stops[close.charAt(0)] = true;
        }
        if (nested) {
            stops[open.charAt(0)] = true;
        }
        return new Region(comment, opener, Ascii.bytes(open), Ascii.bytes(close), escape, multiline, nested, stops);
    }
}
