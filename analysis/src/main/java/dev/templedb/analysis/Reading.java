package dev.templedb.analysis;

import org.jspecify.annotations.Nullable;

/// The rest of an analysis, once the head of the file has shown what it is.
sealed interface Reading {
    void accept(byte[] buffer, int offset, int length);

    FileFacts finish(long bytes);

    /// Chooses by the first bytes, and has read them when it returns.
    static Reading begin(String path, byte[] head, @Nullable DuplicationCounter duplication) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var encoding = TextEncoding.of(head);
        if (encoding == TextEncoding.BINARY) {
            return new Binary(FileTypes.ofBinary(name));
        }
        var text = new Text(name, encoding, head, duplication);
        text.accept(head, encoding.markBytes(), head.length - encoding.markBytes());
        return text;
    }

    record Binary(String type) implements Reading {
        @Override
        public void accept(byte[] buffer, int offset, int length) {}

        @Override
        public FileFacts finish(long bytes) {
            return new FileFacts(null, type, true, bytes, 0, 0, 0, 0, 0);
        }
    }

    final class Text implements Reading {
        private final @Nullable Language language;
        private final String type;
        private final LineScanner scanner;
        private final @Nullable Utf16Decoder decoder;

        private Text(String name, TextEncoding encoding, byte[] head, @Nullable DuplicationCounter duplication) {
            language = LanguageDetector.detect(name, () -> encoding.decode(head));
            type = FileTypes.ofText(name, language);
            var syntax = language == null ? Syntax.PLAIN : language.syntax();
            scanner = new LineScanner(syntax, language != null && language.isCounted() ? duplication : null);
            decoder = encoding.isUtf16() ? new Utf16Decoder(encoding == TextEncoding.UTF_16BE, scanner) : null;
        }

        @Override
        public void accept(byte[] buffer, int offset, int length) {
            if (decoder == null) {
                scanner.accept(buffer, offset, length);
            } else {
                decoder.accept(buffer, offset, length);
            }
        }

        @Override
        public FileFacts finish(long bytes) {
            if (decoder != null) {
                decoder.finish();
            }
            scanner.finish();
            boolean hasCode = language != null && language.hasComplexity() && scanner.codeLines() > 0;
            return new FileFacts(
                    language == null ? null : language.name(),
                    type,
                    false,
                    bytes,
                    scanner.codeLines() + scanner.commentLines() + scanner.blankLines(),
                    scanner.codeLines(),
                    scanner.commentLines(),
                    scanner.blankLines(),
                    hasCode ? 1 + scanner.decisions() : 0);
        }
    }
}
