package dev.templedb.packages.gitpack;

import dev.templedb.core.GitId;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// A pack of git's (version 2) and its index (version 2) while they are written.
public final class GitPackFile implements AutoCloseable {
    /// What stands before the first object.
    public static final int HEADER_BYTES = 12;
    /// What stands behind the last one.
    public static final int TRAILER_BYTES = GitId.BYTES;

    private static final byte[] PACK = "PACK".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LARGE_BLOB_LEVEL = 1;
    private static final int BLOB = 3;

    private final Path directory;
    private final Path unnamed;
    private final DigestOutputStream out;
    private final Rows rows = new Rows();
    private long position;

    private GitPackFile(Path directory, Path unnamed, OutputStream file) {
        this.directory = directory;
        this.unnamed = unnamed;
        this.out = new DigestOutputStream(file, GitId.newDigest());
    }

    public static GitPackFile begin(Path directory, long count) throws IOException {
        var unnamed = directory.resolve("unfinished");
        var file = new BufferedOutputStream(
                Files.newOutputStream(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER_BYTES);
        var pack = new GitPackFile(directory, unnamed, file);
        pack.write(header(count), HEADER_BYTES);
        return pack;
    }

    /// What a pack of `count` objects begins with.
    public static byte[] header(long count) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(PACK)
                .putInt(2)
                .putInt(Math.toIntExact(count))
                .array();
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    public void append(PackEntries.Entries entries) throws IOException {
        for (int i = 0; i < entries.count(); i++) {
            rows.add(entries.ids(), i * GitId.BYTES, entries.crcs()[i], position + entries.offsets()[i]);
        }
        write(entries.bytes(), entries.bytes().length);
    }

    /// Compresses a blob on its way to the disk.
    public void appendLargeBlob(GitId id, long length, InputStream content) throws IOException {
        long start = position;
        var crc = new CRC32();
        var counted = new CheckedOutputStream(new Counting(), crc);
        var header = new ByteArrayOutputStream();
        PackEntries.writeHeader(header, BLOB, length);
        header.writeTo(counted);
        var deflater = new Deflater(LARGE_BLOB_LEVEL);
        try (var zlib = new DeflaterOutputStream(counted, deflater, BUFFER_BYTES)) {
            content.transferTo(zlib);
        } finally {
            deflater.end();
        }
        rows.add(id.bytes(), 0, (int) crc.getValue(), start);
    }

    /// Writes through, and stays open when closed.
    private final class Counting extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            GitPackFile.this.write(new byte[] {(byte) b}, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }
    }

    /// Ends pack and index and gives them their names, which are made of the pack's hash.
    ///
    /// @return the length of the pack in bytes
    public long finish() throws IOException {
        var hash = out.getMessageDigest().digest();
        out.on(false);
        write(hash, hash.length);
        out.close();
        var name = "pack-" + HexFormat.of().formatHex(hash);
        Files.move(unnamed, directory.resolve(name + ".pack"));
        try (var index = new DigestOutputStream(
                new BufferedOutputStream(
                        Files.newOutputStream(directory.resolve(name + ".idx"), StandardOpenOption.CREATE_NEW),
                        BUFFER_BYTES),
                GitId.newDigest())) {
            rows.writeIndex(new DataOutputStream(index), hash);
            index.on(false);
            index.write(index.getMessageDigest().digest());
        }
        return position;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /// What the index says of each object, 32 bytes each: id, CRC-32, offset.
    private static final class Rows {
        private static final int EACH = 32;
        private static final int CRC = 20;
        private static final int OFFSET = 24;

        private byte[] packed = new byte[1024 * EACH];
        private int count;

        void add(byte[] ids, int at, int crc, long offset) {
            if ((count + 1) * EACH > packed.length) {
                packed = Arrays.copyOf(packed, packed.length / EACH / 2 * 3 * EACH);
            }
            System.arraycopy(ids, at, packed, count * EACH, GitId.BYTES);
            ByteBuffer.wrap(packed).putInt(count * EACH + CRC, crc).putLong(count * EACH + OFFSET, offset);
            count++;
        }

        void writeIndex(DataOutputStream out, byte[] packHash) throws IOException {
            var order = new Integer[count];
            Arrays.setAll(order, i -> i * EACH);
            Arrays.sort(
                    order, (a, b) -> Arrays.compareUnsigned(packed, a, a + GitId.BYTES, packed, b, b + GitId.BYTES));
            out.writeInt(0xff744f63);
            out.writeInt(2);
            writeFanOut(out, order);
            for (int row : order) {
                out.write(packed, row, GitId.BYTES);
            }
            for (int row : order) {
                out.write(packed, row + CRC, 4);
            }
            writeOffsets(out, order);
            out.write(packHash);
        }

        private void writeFanOut(DataOutputStream out, Integer[] order) throws IOException {
            int at = 0;
            for (int first = 0; first < 256; first++) {
                while (at < order.length && (packed[order[at]] & 0xff) <= first) {
                    at++;
                }
                out.writeInt(at);
            }
        }

        /// Offsets above 2 GiB stand in a table of their own.
        private void writeOffsets(DataOutputStream out, Integer[] order) throws IOException {
            var bytes = ByteBuffer.wrap(packed);
            int large = 0;
            for (int row : order) {
                long offset = bytes.getLong(row + OFFSET);
                out.writeInt(offset <= Integer.MAX_VALUE ? (int) offset : 0x80000000 | large++);
            }
            for (int row : order) {
                long offset = bytes.getLong(row + OFFSET);
                if (offset > Integer.MAX_VALUE) {
                    out.writeLong(offset);
                }
            }
        }
    }
}
