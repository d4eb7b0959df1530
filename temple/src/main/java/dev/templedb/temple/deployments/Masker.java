package dev.templedb.temple.deployments;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Replaces values of secrets in a stream of bytes by `***`: the values themselves, each of their lines, and both as
/// Base64 and as part of an address.
///
/// For one stream and one caller. Bytes that may be the beginning of a value are held back until it is clear.
final class Masker {
    /// Shorter values, and lines, are found in every other word, and are not masked.
    static final int SHORTEST = 4;

    private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> values;
    private byte[] held = new byte[0];

    Masker(Collection<byte[]> secrets) {
        var all = new ArrayList<byte[]>();
        for (var secret : secrets) {
            addForms(all, secret);
            var text = new String(secret, StandardCharsets.ISO_8859_1);
            text.lines()
                    .map(line -> line.strip().getBytes(StandardCharsets.ISO_8859_1))
                    .forEach(line -> addForms(all, line));
        }
        all.sort(Comparator.comparingInt((byte[] value) -> value.length).reversed());
        this.values = all;
    }

    private static void addForms(List<byte[]> all, byte[] value) {
        if (value.length < SHORTEST) {
            return;
        }
        var latin = new String(value, StandardCharsets.ISO_8859_1);
        add(all, value);
        add(all, Base64.getEncoder().withoutPadding().encode(value));
        add(all, URLEncoder.encode(latin, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.US_ASCII));
        add(
                all,
                URLEncoder.encode(latin, StandardCharsets.ISO_8859_1)
                        .replace("+", "%20")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void add(List<byte[]> all, byte[] form) {
        if (all.stream().noneMatch(known -> Arrays.equals(known, form))) {
            all.add(form);
        }
    }

    /// Takes bytes in, and returns those that are clear by now.
    byte[] mask(byte[] bytes, int length) {
        var all = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, 0, all, held.length, length);
        return mask(all, false);
    }

    /// Returns what was held back.
    byte[] finish() {
        return mask(held, true);
    }

    /// `text` with the values masked.
    static String text(String text, Collection<byte[]> secrets) {
        var masker = new Masker(secrets);
        return new String(masker.mask(text.getBytes(StandardCharsets.UTF_8), true), StandardCharsets.UTF_8);
    }

    private byte[] mask(byte[] all, boolean isEnd) {
        var out = new ByteArrayOutputStream(all.length);
        int i = 0;
        while (i < all.length) {
            if (!isEnd && mayBegin(all, i)) {
                break;
            }
            int length = found(all, i);
            if (length > 0) {
                out.writeBytes(MASK);
                i += length;
            } else {
                out.write(all[i]);
                i++;
            }
        }
        held = isEnd ? new byte[0] : Arrays.copyOfRange(all, i, all.length);
        return out.toByteArray();
    }

    private int found(byte[] all, int at) {
        for (var value : values) {
            if (value[0] == all[at]
                    && value.length <= all.length - at
                    && Arrays.equals(value, 0, value.length, all, at, at + value.length)) {
                return value.length;
            }
        }
        return 0;
    }

    /// Whether a value may begin here whose end is not there yet.
    private boolean mayBegin(byte[] all, int at) {
        int rest = all.length - at;
        for (var value : values) {
            if (value.length > rest && value[0] == all[at] && Arrays.equals(value, 0, rest, all, at, all.length)) {
                return true;
            }
        }
        return false;
    }
}
