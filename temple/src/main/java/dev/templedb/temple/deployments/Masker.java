package dev.templedb.temple.deployments;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/// Replaces what [MaskedForms] hold by `***` in a stream of bytes.
///
/// For one stream and one caller. Bytes that may be the beginning of a value are held back until it is clear.
final class Masker {
    private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

    private final MaskedForms forms;
    private byte[] held = new byte[0];

    Masker(MaskedForms forms) {
        this.forms = forms;
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
        var masker = new Masker(new MaskedForms(secrets));
        return new String(masker.mask(text.getBytes(StandardCharsets.UTF_8), true), StandardCharsets.UTF_8);
    }

    private byte[] mask(byte[] all, boolean isEnd) {
        var out = new ByteArrayOutputStream(all.length);
        int i = 0;
        while (i < all.length) {
            var found = forms.find(all, i);
            if (found.isOpen() && !isEnd) {
                break;
            }
            if (found.length() > 0) {
                out.writeBytes(MASK);
                i += found.length();
            } else {
                out.write(all[i]);
                i++;
            }
        }
        held = isEnd ? new byte[0] : Arrays.copyOfRange(all, i, all.length);
        return out.toByteArray();
    }
}
