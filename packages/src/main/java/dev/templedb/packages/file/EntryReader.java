package dev.templedb.packages.file;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/// Reads entries of a package file and compares them with their CRC, and with their line in the manifest. Thread-safe.
final class EntryReader {
    private final FileChannel file;

    EntryReader(FileChannel file) {
        this.file = file;
    }

    /// The content of a small entry, which is what its line in the manifest says.
    byte[] verified(ManifestEntries.Listed listed, int most) throws IOException {
        var entry = listed.entry();
        var bytes = bytes(entry, most);
        var check = new Check(listed);
        check.update(bytes, bytes.length);
        check.finish();
        return bytes;
    }

    /// The content of a small entry, whose CRC is right.
    byte[] bytes(ZipEntry entry, int most) throws IOException {
        if (entry.bytes() > most) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TOO_LARGE,
                    "Entry %s has %d bytes; %d are the most that it may have."
                            .formatted(entry.name(), entry.bytes(), most));
        }
        if (entry.end() > file.size()) {
            throw new TempleException(
                    ErrorCode.PACKAGE_TRUNCATED, "The package ends in entry %s.".formatted(entry.name()));
        }
        var buffer = ByteBuffer.allocate((int) entry.bytes());
        readFully(buffer, entry.contentOffset());
        var crc = new CRC32();
        crc.update(buffer.array());
        if ((int) crc.getValue() != entry.crc32()) {
            throw mismatch(entry);
        }
        return buffer.array();
    }

    void readFully(ByteBuffer into, long at) throws IOException {
        long start = at - into.position();
        while (into.hasRemaining()) {
            if (file.read(into, start + into.position()) < 0) {
                throw new TempleException(ErrorCode.PACKAGE_TRUNCATED, "The package became shorter while it was read.");
            }
        }
    }

    /// A stream over the content of an entry, as it stands in the file.
    InputStream open(ZipEntry entry) {
        return new InputStream() {
            private long done;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (done == entry.bytes() && length > 0) {
                    return -1;
                }
                int now = (int) Math.min(length, entry.bytes() - done);
                readFully(ByteBuffer.wrap(into, offset, now), entry.contentOffset() + done);
                done += now;
                return now;
            }
        };
    }

    /// Reads an entry of any length, and compares it with its line in the manifest.
    void verify(ManifestEntries.Listed listed) throws IOException {
        var entry = listed.entry();
        var check = new Check(listed);
        var buffer = ByteBuffer.allocate((int) Math.min(entry.bytes(), 1 << 16));
        for (long done = 0; done < entry.bytes(); done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), entry.bytes() - done));
            readFully(buffer, entry.contentOffset() + done);
            check.update(buffer.array(), buffer.limit());
        }
        check.finish();
    }

    /// Compares an entry with both its CRC and its hash in the manifest.
    static final class Check {
        private final ManifestEntries.Listed listed;
        private final MessageDigest sha256 = Sha256.newDigest();
        private final CRC32 crc32 = new CRC32();

        Check(ManifestEntries.Listed listed) {
            this.listed = listed;
        }

        void update(byte[] bytes, int length) {
            sha256.update(bytes, 0, length);
            crc32.update(bytes, 0, length);
        }

        void finish() {
            if ((int) crc32.getValue() != listed.entry().crc32()
                    || !Sha256.from(sha256).equals(listed.line().sha256())) {
                throw mismatch(listed.entry());
            }
        }
    }

    static TempleException mismatch(ZipEntry entry) {
        return new TempleException(
                ErrorCode.PACKAGE_DIGEST_MISMATCH, "Entry %s is not what the manifest names.".formatted(entry.name()));
    }
}
