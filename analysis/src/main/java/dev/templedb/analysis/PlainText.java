package dev.templedb.analysis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The text of a file in UTF-8 and without a byte order mark, as a part of some bytes that nobody may change.
///
/// @param start where the text begins in `bytes`
/// @param end   where it ends
public record PlainText(byte[] bytes, int start, int end) {
    /// The text of a file; nothing when the file is [binary][FileFacts#binary]. Text in UTF-16 with a mark is
    /// written
    /// anew, all other is the bytes of the file themselves, even where they are not UTF-8.
    ///
    /// @param content has the file from `start` on
    public static Optional<PlainText> of(byte[] content, int start, int length) {
        var head = Arrays.copyOfRange(content, start, start + Math.min(length, FileAnalyzer.HEAD_BYTES));
        var encoding = TextEncoding.of(head);
        int from = start + encoding.markBytes();
        int end = start + length;
        return switch (encoding) {
            case BINARY -> Optional.empty();
            case UTF_8, UTF_8_WITH_MARK -> Optional.of(new PlainText(content, from, end));
            case UTF_16LE, UTF_16BE -> {
                var utf8 = encoding.decode(content, from, end).getBytes(StandardCharsets.UTF_8);
                yield Optional.of(new PlainText(utf8, 0, utf8.length));
            }
        };
    }
}
