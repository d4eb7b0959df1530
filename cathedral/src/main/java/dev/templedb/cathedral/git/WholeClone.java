package dev.templedb.cathedral.git;

import dev.templedb.core.GitId;
import dev.templedb.packages.gitpack.GitPackFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// The answer to somebody who has nothing and wants everything: the packs, one behind the other, as one pack. Deltas
/// say
/// how far back their base is, so they stay right wherever a pack comes to lie.
///
/// Takes a buffer of 64 KiB, whatever the size of the project. Not thread-safe.
final class WholeClone extends InputStream {
    /// The longest line of git's protocol, but for its length and the number of the band.
    private static final int MOST_BYTES = 65_520 - PacketLine.DIGITS - 1;

    private final GitPacks.Lease lease;
    private final ArrayDeque<GitPack> left;
    private final MessageDigest digest = GitId.newDigest();
    private final ByteBuffer buffer;
    private @Nullable FileChannel current;
    private long currentLeft;
    private boolean isEnding;

    /// @param lease closed with this
    WholeClone(GitRequest request, GitPacks.Lease lease, GitRefs refs) {
        this.lease = lease;
        this.left = new ArrayDeque<>(lease.packs());
        var begin = begin(request.isVersion2(), refs).getBytes(StandardCharsets.US_ASCII);
        buffer = ByteBuffer.allocate(begin.length + PacketLine.DIGITS + 1 + MOST_BYTES)
                .put(begin);
        var header = GitPackFile.header(objects(lease.packs()));
        digest.update(header);
        putLength(header.length);
        buffer.put(header).flip();
    }

    /// How many objects there are in all packs.
    static long objects(List<GitPack> packs) {
        return packs.stream().mapToLong(GitPack::objects).sum();
    }

    private static String begin(boolean isVersion2, GitRefs refs) {
        if (!isVersion2) {
            return PacketLine.of("NAK\n");
        }
        var begin = new StringBuilder();
        if (!refs.shallow().isEmpty()) {
            begin.append(PacketLine.of("shallow-info\n"));
            for (ObjectId commit : refs.shallow()) {
                begin.append(PacketLine.of("shallow " + commit.name()));
            }
            begin.append("0001");
        }
        return begin.append(PacketLine.of("packfile\n")).toString();
    }

    /// A line of the first band, which is the pack's.
    private void putLength(int bytes) {
        buffer.put("%04x\u0001".formatted(bytes + PacketLine.DIGITS + 1).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int got = Math.min(count, buffer.remaining());
        buffer.get(into, offset, got);
        return got;
    }

    private boolean fill() throws IOException {
        if (isEnding) {
            return false;
        }
        buffer.clear();
        if (!open()) {
            isEnding = true;
            var hash = digest.digest();
            putLength(hash.length);
            buffer.put(hash).put("0000".getBytes(StandardCharsets.US_ASCII)).flip();
            return true;
        }
        var file = Objects.requireNonNull(current);
        int count = (int) Math.min(MOST_BYTES, currentLeft);
        putLength(count);
        int from = buffer.position();
        buffer.limit(from + count);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("a pack is shorter than it was");
            }
        }
        currentLeft -= count;
        digest.update(buffer.array(), from, count);
        buffer.flip();
        return true;
    }

    /// Goes on to the next pack when one has been read; false behind the last.
    private boolean open() throws IOException {
        while (currentLeft == 0) {
            closeCurrent();
            if (left.isEmpty()) {
                return false;
            }
            var next = left.remove();
            current = FileChannel.open(next.pack(), StandardOpenOption.READ).position(GitPackFile.HEADER_BYTES);
            currentLeft = next.bytes() - GitPackFile.HEADER_BYTES - GitPackFile.TRAILER_BYTES;
        }
        return true;
    }

    private void closeCurrent() throws IOException {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        lease.close();
        closeCurrent();
    }
}
