package dev.templedb.temple.deployments;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;

/// What a [Masker] hides: values of secrets and each of their lines, as they are, as Base64 and as hexadecimal digits,
/// in
/// one tree of bytes.
///
/// Percent-encoding, the escapes of JSON, HTML and shells are not in the tree: [Escapes] reads the stream with and
/// without them, so that each character may be written in any of these ways. Base64 is looked for in the three ways in
/// which it can begin within three bytes, since it may hold more than the value, and may be broken into lines.
///
/// Immutable after construction, so several streams can share it. Takes about 10 bytes of memory for each byte of a
/// form.
final class MaskedForms {
    /// Shorter values, and lines, are found in every other word, and are not masked.
    static final int SHORTEST = 4;

    private static final int ROOT = 0;
    private static final byte ENDS = 1;
    private static final byte MAY_BE_WRAPPED = 2;

    private byte[] firstByte = new byte[64];
    private int[] firstChild = new int[64];
    private byte[] flags = new byte[64];
    private int nodes = 1;
    private final Map<Long, Integer> otherChildren = new HashMap<>();
    private final boolean[] begins = new boolean[256];

    MaskedForms(Collection<byte[]> secrets) {
        for (var secret : secrets) {
            addForms(secret);
            new String(secret, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.strip().getBytes(StandardCharsets.ISO_8859_1))
                    .forEach(this::addForms);
        }
        for (int first = 0; first < begins.length; first++) {
            begins[first] = nodes > 1 && (child(ROOT, (byte) first) != 0 || Escapes.mayBeginWith((byte) first));
        }
    }

    private void addForms(byte[] value) {
        if (value.length < SHORTEST) {
            return;
        }
        add(value, false);
        var hex = HexFormat.of().formatHex(value);
        add(hex, true);
        add(hex.toUpperCase(java.util.Locale.ROOT), true);
        for (int before = 0; before < 3; before++) {
            addBase64(value, before);
        }
    }

    /// The digits of Base64 that `value` decides alone when `before` bytes precede it in a group of three, and
    /// those at
    /// its end when nothing follows.
    private void addBase64(byte[] value, int before) {
        var shifted = new byte[before + value.length];
        System.arraycopy(value, 0, shifted, before, value.length);
        var padded = Base64.getEncoder().encodeToString(shifted);
        int begin = (8 * before + 5) / 6;
        int end = 8 * shifted.length / 6;
        var plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        for (var form : new String[] {
            padded.substring(begin), plain.substring(begin), plain.substring(begin, Math.max(begin, end))
        }) {
            add(form, true);
            add(form.replace('+', '-').replace('/', '_'), true);
        }
    }

    private void add(String form, boolean mayBeWrapped) {
        add(form.getBytes(StandardCharsets.US_ASCII), mayBeWrapped);
    }

    private void add(byte[] form, boolean mayBeWrapped) {
        int node = ROOT;
        for (byte one : form) {
            int child = child(node, one);
            node = child != 0 ? child : addChild(node, one);
            if (mayBeWrapped) {
                flags[node] |= MAY_BE_WRAPPED;
            }
        }
        flags[node] |= ENDS;
    }

    private int addChild(int node, byte value) {
        if (nodes == flags.length) {
            firstByte = Arrays.copyOf(firstByte, 2 * nodes);
            firstChild = Arrays.copyOf(firstChild, 2 * nodes);
            flags = Arrays.copyOf(flags, 2 * nodes);
        }
        if (firstChild[node] == 0) {
            firstByte[node] = value;
            firstChild[node] = nodes;
        } else {
            otherChildren.put(key(node, value), nodes);
        }
        return nodes++;
    }

    private int child(int node, byte value) {
        int first = firstChild[node];
        return first == 0 || firstByte[node] == value ? first : otherChildren.getOrDefault(key(node, value), 0);
    }

    private static long key(int node, byte value) {
        return (long) node << 8 | (value & 0xff);
    }

    private boolean isLeaf(int node) {
        return firstChild[node] == 0;
    }

    /// What begins at one place of a stream.
    ///
    /// @param length how many bytes the longest form takes that is found; 0 when there is none
    /// @param isOpen whether a longer one may follow, depending on bytes that are not there yet
    record Found(int length, boolean isOpen) {
        static final Found NOTHING = new Found(0, false);
    }

    /// Looks for forms that begin at `at`. Costs little where none begins; else the length of what is common, in
    /// almost
    /// all cases once.
    Found find(byte[] all, int at) {
        return begins[all[at] & 0xff] ? new Search(all).run(at) : Found.NOTHING;
    }

    /// One search, through everything that the bytes may mean.
    private final class Search {
        private final byte[] all;
        private final ArrayDeque<Long> open = new ArrayDeque<>();
        private final HashSet<Long> seen = new HashSet<>();
        private boolean isOpen;

        Search(byte[] all) {
            this.all = all;
        }

        Found run(int begin) {
            int end = begin;
            push(ROOT, begin);
            while (!open.isEmpty()) {
                long state = open.remove();
                int node = (int) (state >>> 32);
                int at = (int) state;
                if ((flags[node] & ENDS) != 0) {
                    end = Math.max(end, at);
                }
                if (isLeaf(node)) {
                    continue;
                }
                if (at == all.length) {
                    isOpen = true;
                } else {
                    step(node, at);
                }
            }
            return new Found(end - begin, isOpen);
        }

        private void step(int node, int at) {
            int plain = child(node, all[at]);
            if (plain != 0) {
                push(plain, at + 1);
            }
            if ((flags[node] & MAY_BE_WRAPPED) != 0 && (all[at] == '\n' || all[at] == '\r')) {
                push(node, at + 1);
            }
            if (Escapes.mayBeginWith(all[at])) {
                isOpen |= Escapes.read(all, at, (bytes, length) -> follow(node, bytes, at + length));
            }
        }

        private void follow(int from, byte[] bytes, int at) {
            int node = from;
            for (byte one : bytes) {
                node = child(node, one);
                if (node == 0) {
                    return;
                }
            }
            push(node, at);
        }

        private void push(int node, int at) {
            long state = (long) node << 32 | at;
            if (seen.add(state)) {
                open.add(state);
            }
        }
    }
}
