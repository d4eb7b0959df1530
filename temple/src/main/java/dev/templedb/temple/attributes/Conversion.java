package dev.templedb.temple.attributes;

import dev.templedb.core.GitId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What happens to one file between commits and the work tree. Immutable.
///
/// @param hasIdent whether `$Id$` stands for the name of the content
public record Conversion(LineEnds lineEnds, boolean hasIdent) {
    /// Every byte stays.
    public static final Conversion NONE = new Conversion(LineEnds.KEEP, false);

    /// Longer files have their keywords left alone, because those are looked for in memory.
    private static final long MOST_IDENT_BYTES = 4L << 20;

    /// Something that can be read from its beginning more than once.
    @FunctionalInterface
    public interface Content {
        /// Opens it anew.
        InputStream open() throws IOException;
    }

    /// Whether files are the same in commits and in the work tree, whatever is in them.
    public boolean isNone() {
        return lineEnds == LineEnds.KEEP && !hasIdent;
    }

    /// What the work tree gets of a content. Reads it once, or twice where its bytes decide.
    ///
    /// @param id    what commits call the content
    /// @param bytes its length
    public InputStream toWorkTree(GitId id, long bytes, Content content) throws IOException {
        if (hasIdent && bytes <= MOST_IDENT_BYTES) {
            try (var in = content.open()) {
                var text = in.readAllBytes();
                var expanded = lineEnds.isGuessed() ? Ident.expand(text, id) : Ident.expandAsStream(text, id);
                return withLineEnds(() -> new ByteArrayInputStream(expanded));
            }
        }
        return withLineEnds(content);
    }

    private InputStream withLineEnds(Content content) throws IOException {
        return switch (lineEnds) {
            case KEEP, TEXT_LF, AUTO_LF -> content.open();
            case TEXT_CRLF -> new LineEndStream(content.open(), true);
            case AUTO_CRLF -> adds(content) ? new LineEndStream(content.open(), true) : content.open();
        };
    }

    private boolean adds(Content content) throws IOException {
        try (var in = content.open()) {
            return lineEnds.adds(TextCounts.of(in));
        }
    }

    /// What a commit gets of a file, where it is known that this conversion applies: a guess of [LineEnds] counts
    /// as
    /// right.
    ///
    /// @param bytes the length of the file
    public InputStream toCommit(long bytes, Content file) throws IOException {
        var in = lineEnds == LineEnds.KEEP ? file.open() : new LineEndStream(file.open(), false);
        if (hasIdent && bytes <= MOST_IDENT_BYTES) {
            try (in) {
                return new ByteArrayInputStream(Ident.collapse(in.readAllBytes()));
            }
        }
        return in;
    }
}
