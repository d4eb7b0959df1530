package dev.templedb.packages.directory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What has to be done to a content to get the one that the package's hash names. The Python tool reads and writes text
/// in ways
/// that change line ends; the hash proves what they were.
enum LineEnds {
    AS_THEY_ARE,
    LF_TO_CRLF,
    CRLF_TO_LF;

    InputStream apply(InputStream in) {
        return switch (this) {
            case AS_THEY_ARE -> in;
            case LF_TO_CRLF ->
                new ByByte(in) {
                    private boolean inserted;

                    @Override
                    public int read() throws IOException {
                        if (inserted) {
                            inserted = false;
                            return '\n';
                        }
                        int next = in.read();
                        if (next == '\n') {
                            inserted = true;
                            return '\r';
                        }
                        return next;
                    }
                };
            case CRLF_TO_LF ->
                new ByByte(in) {
                    private int ahead = -2;

                    @Override
                    public int read() throws IOException {
                        int next = ahead != -2 ? ahead : in.read();
                        ahead = -2;
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
                };
        };
    }

    /// A stream whose bytes come one at a time from [#read()].
    private abstract static class ByByte extends FilterInputStream {
        ByByte(InputStream in) {
            super(in);
        }

        @Override
        public abstract int read() throws IOException;

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
