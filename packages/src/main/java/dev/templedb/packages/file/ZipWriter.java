package dev.templedb.packages.file;

import dev.templedb.core.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// Writes the entries of a ZIP one after the other. One caller at a time; the channel stays open.
final class ZipWriter {
    /// The content of an entry to come: where it is, and what the headers and the manifest say about it.
    ///
    /// @param inMemory the content, or empty when it lies in the scratch file at `position`
    record Content(String name, byte[] inMemory, long position, long bytes, int crc32, Sha256 sha256) {
        static Content of(String name, byte[] content) {
            var crc = new CRC32();
            crc.update(content);
            return new Content(name, content, -1, content.length, (int) crc.getValue(), Sha256.of(content));
        }
    }

    private final FileChannel out;
    private final List<ZipEntry> entries = new ArrayList<>();
    private long position;

    ZipWriter(FileChannel out) {
        this.out = out;
    }

    /// Adds an entry; what does not lie in memory is copied from `scratch`.
    void add(Content content, FileChannel scratch) throws IOException {
        var entry = new ZipEntry(content.name(), content.bytes(), content.crc32(), position);
        entries.add(entry);
        write(ZipFormat.local(entry));
        if (content.position() < 0) {
            write(content.inMemory());
        } else {
            copy(scratch, content.position(), content.bytes());
        }
    }

    private void copy(FileChannel from, long start, long bytes) throws IOException {
        out.position(position);
        for (long done = 0; done < bytes; ) {
            long now = from.transferTo(start + done, bytes - done, out);
            if (now <= 0) {
                throw new EOFException("the scratch file became shorter");
            }
            done += now;
        }
        position += bytes;
    }

    private void write(byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            position += out.write(buffer, position);
        }
    }

    /// Writes what follows the last entry; returns the length of the whole.
    long finish() throws IOException {
        write(ZipFormat.directory(entries));
        return position;
    }
}
