package dev.templedb.packages.frames;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// How a large blob is put together from pieces.
///
/// Written as 20 bytes of git id, 32 of SHA-256, `varint length` of the blob, then for each piece
/// 32 bytes of SHA-256 and `varint length`. The lengths of the pieces add up to that of the blob.
///
/// @param blob   git id of the blob that results
/// @param sha256 SHA-256 of the blob that results
/// @param pieces in order, at least one
public record Recipe(GitId blob, Sha256 sha256, List<Piece> pieces) {
    /// The longest blob that a recipe may describe: 1 TiB.
    private static final long LONGEST = 1L << 40;

    /// One part of a blob.
    ///
    /// @param length in bytes
    public record Piece(Sha256 sha256, int length) {}

    public Recipe {
        pieces = List.copyOf(pieces);
    }

    /// Length of the blob in bytes.
    public long bytes() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /// This recipe as bytes.
    public byte[] write() {
        var out = new ByteArrayOutputStream(64 + pieces.size() * 36);
        out.writeBytes(blob.bytes());
        out.writeBytes(sha256.bytes());
        Varint.write(out, bytes());
        for (var piece : pieces) {
            out.writeBytes(piece.sha256().bytes());
            Varint.write(out, piece.length());
        }
        return out.toByteArray();
    }

    /// Reads the `length` bytes from `offset`.
    ///
    /// @throws MalformedFrame when they are no recipe
    public static Recipe read(byte[] source, int offset, int length) throws MalformedFrame {
        var reader = new Varint.Reader(source, offset, offset + length);
        var blob = GitId.ofBytes(source, reader.skip(GitId.BYTES));
        var sha256 = Sha256.ofBytes(source, reader.skip(Sha256.BYTES));
        long total = reader.read(LONGEST);
        var pieces = new ArrayList<Piece>();
        long sum = 0;
        while (!reader.isAtEnd()) {
            var piece = Sha256.ofBytes(source, reader.skip(Sha256.BYTES));
            int pieceLength = (int) reader.read(FrameLimits.LARGEST_PIECE_BYTES);
            if (pieceLength < FrameLimits.SMALLEST_PIECE_BYTES && !reader.isAtEnd()) {
                throw new MalformedFrame(
                        "a recipe has a piece of only %d bytes before its last".formatted(pieceLength));
            }
            pieces.add(new Piece(piece, pieceLength));
            sum += pieceLength;
        }
        if (sum != total || pieces.isEmpty()) {
            throw new MalformedFrame("a recipe's pieces do not add up to its blob");
        }
        return new Recipe(blob, sha256, pieces);
    }
}
