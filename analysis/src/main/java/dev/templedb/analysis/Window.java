package dev.templedb.analysis;

import java.util.Arrays;

/// A sliding piece of text in which one may always look a little ahead and behind.
///
/// Decisions that look no further than [#AHEAD] and [#BEHIND] do not depend on how the text arrived.
/// Before the first byte lie line ends, after the last lie NULs.
final class Window {
    /// How far ahead of an unread position one may look, in bytes.
    static final int AHEAD = 64;

    /// How far behind one may look, in bytes.
    static final int BEHIND = 256;

    private static final int BODY = 16 * 1024;

    final byte[] bytes = new byte[BEHIND + BODY + AHEAD];
    private int end = BEHIND;

    Window() {
        Arrays.fill(bytes, 0, BEHIND, (byte) '\n');
    }

    /// Index after the last byte that has arrived.
    int end() {
        return end;
    }

    /// Copies as many bytes as there is room for and returns how many.
    int fill(byte[] buffer, int offset, int length) {
        int count = Math.min(length, BEHIND + BODY - end);
        System.arraycopy(buffer, offset, bytes, end, count);
        end += count;
        return count;
    }

    boolean isFull() {
        return end == BEHIND + BODY;
    }

    /// Drops what lies more than [#BEHIND] before `position` and returns by how much everything moved.
    int slide(int position) {
        int shift = position - BEHIND;
        System.arraycopy(bytes, shift, bytes, 0, end - shift);
        end -= shift;
        return shift;
    }

    /// Marks the end of the text.
    void close() {
        Arrays.fill(bytes, end, end + AHEAD, (byte) 0);
    }

    static boolean startsWith(byte[] window, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (window[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
