package dev.templedb.packages.directory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What has to be done to a content to get the one that the package's hash names. The Python tool reads and writes text
/// in ways that change line ends; the hash proves what they were.
enum LineEnds {
    AS_THEY_ARE,
    LF_TO_CRLF,
    CRLF_TO_LF;

    InputStream apply(InputStream in) {
        return switch (this) {
            case AS_THEY_ARE -> in;
            case LF_TO_CRLF -> new ByByte(in, new LfToCrlf(in));
            case CRLF_TO_LF -> new ByByte(in, new CrlfToLf(in));
        };
    }

    /// Gives the next byte, or -1 at the end.
    private interface NextByte {
        int next() throws IOException;
    }

    private static final class LfToCrlf implements NextByte {
        private final InputStream in;
        private boolean inserted;

        LfToCrlf(InputStream in) {
            this.in = in;
        }

        @Override
        public int next() throws IOException {
            if (inserted) {
                inserted = false;
                return '\n';
            }
            int next = in.read();
            inserted = next == '\n';
            return inserted ? '\r' : next;
        }
    }

    private static final class CrlfToLf implements NextByte {
        private static final int NOTHING = -2;

        private final InputStream in;
        private int ahead = NOTHING;

        CrlfToLf(InputStream in) {
            this.in = in;
        }

        @Override
        public int next() throws IOException {
            int next = ahead != NOTHING ? ahead : in.read();
            ahead = NOTHING;
            if (next != '\r') {
                return next;
            }
            int after = in.read();
            if (after == '\n') {
                return '\n';
            }
            ahead = after;
            return '\r';
        }
    }

    /// A stream whose bytes come one at a time from a changer of `in`.
    private static final class ByByte extends FilterInputStream {
        private final NextByte changed;

        ByByte(InputStream in, NextByte changed) {
            super(in);
            this.changed = changed;
        }

        @Override
        public int read() throws IOException {
            return changed.next();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = 0;
            while (count < length) {
                int next = read();
                if (next < 0) {
                    return count == 0 ? -1 : count;
                }
                target[offset + count++] = (byte) next;
            }
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
