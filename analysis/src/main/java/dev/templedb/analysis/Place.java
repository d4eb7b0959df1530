package dev.templedb.analysis;

/// Where in a line a delimiter means something.
enum Place {
    ANYWHERE {
        @Override
        boolean allows(byte[] window, int at, boolean blankSoFar) {
            return true;
        }
    },
    /// After nothing but white space.
    LINE_START {
        @Override
        boolean allows(byte[] window, int at, boolean blankSoFar) {
            return blankSoFar;
        }
    },
    /// In the first column.
    FIRST_COLUMN {
        @Override
        boolean allows(byte[] window, int at, boolean blankSoFar) {
            return Ascii.isLineEnd(window[at - 1]);
        }
    },
    /// After white space or a delimiter of shell commands.
    WORD_START {
        @Override
        boolean allows(byte[] window, int at, boolean blankSoFar) {
            int before = window[at - 1];
            return Ascii.isLineEnd(before)
                    || Ascii.isSpace(before)
                    || before == ';'
                    || before == '('
                    || before == '|'
                    || before == '&';
        }
    },
    /// Not after a value, where a quote would be a transposition or an attribute.
    NOT_AFTER_VALUE {
        @Override
        boolean allows(byte[] window, int at, boolean blankSoFar) {
            int before = window[at - 1];
            return !Ascii.isWord(before)
                    && before != ')'
                    && before != ']'
                    && before != '}'
                    && before != '.'
                    && before != '\'';
        }
    },
    /// Not between two digits, where a quote separates groups of them.
    NOT_IN_NUMBER {
        @Override
        boolean allows(byte[] window, int at, boolean blankSoFar) {
            return !(Ascii.isHexDigit(window[at - 1]) && Ascii.isHexDigit(window[at + 1]));
        }
    };

    abstract boolean allows(byte[] window, int at, boolean blankSoFar);
}
