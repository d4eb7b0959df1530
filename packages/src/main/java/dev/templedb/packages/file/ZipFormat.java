package dev.templedb.packages.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The byte form of the ZIP's headers (PKWARE APPNOTE 6.3.10). Each has one form only; there are no choices to hide
/// something in.
final class ZipFormat {
    static final int LOCAL_HEADER = 30;
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int ZIP64_END_SIGNATURE = 0x06064b50;
    static final int END_SIGNATURE = 0x06054b50;

    private static final int CENTRAL_HEADER = 46;
    private static final int ZIP64_EXTRA = 12;
    private static final int ZIP64_END = 56;
    private static final int ZIP64_LOCATOR = 20;
    private static final int END = 22;

    private static final short STORED_VERSION = 10;
    private static final short ZIP64_VERSION = 45;
    /// Version 4.5 on Unix, so that unpacked files get the mode below.
    private static final short MADE_BY = 3 << 8 | ZIP64_VERSION;
    private static final int MODE = 0100644 << 16;
    /// 1980-01-01, the first day that ZIP knows.
    private static final short DATE = 1 << 5 | 1;
    private static final long MOST_32 = 0xffff_ffffL;
    private static final int MOST_16 = 0xffff;

    private ZipFormat() {}

    /// The local header of `entry`; its content follows.
    static byte[] local(ZipEntry entry) {
        var name = entry.name().getBytes(StandardCharsets.US_ASCII);
        var out = little(LOCAL_HEADER + name.length).putInt(LOCAL_SIGNATURE).putShort(STORED_VERSION);
        putCommon(out, entry, name).putShort((short) 0).put(name);
        return out.array();
    }

    /// Flags, method, time, date, CRC, sizes and length of the name: the same in both headers.
    private static ByteBuffer putCommon(ByteBuffer out, ZipEntry entry, byte[] name) {
        out.putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(DATE)
                .putInt(entry.crc32());
        return out.putInt((int) entry.bytes()).putInt((int) entry.bytes()).putShort((short) name.length);
    }

    private static boolean needsZip64(ZipEntry entry) {
        return entry.offset() >= MOST_32;
    }

    /// Everything after the last entry: the central directory and the end records.
    static byte[] directory(List<ZipEntry> entries) {
        long start = entries.isEmpty() ? 0 : entries.getLast().end();
        int length = 0;
        for (var entry : entries) {
            length += CENTRAL_HEADER + entry.name().length() + (needsZip64(entry) ? ZIP64_EXTRA : 0);
        }
        var zip64 = start >= MOST_32 || entries.size() >= MOST_16;
        var out = little(length + (zip64 ? ZIP64_END + ZIP64_LOCATOR : 0) + END);
        for (var entry : entries) {
            putCentral(out, entry);
        }
        if (zip64) {
            putZip64End(out, entries.size(), length, start);
        }
        out.putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        var count = (short) Math.min(entries.size(), MOST_16);
        out.putShort(count)
                .putShort(count)
                .putInt(length)
                .putInt((int) Math.min(start, MOST_32))
                .putShort((short) 0);
        return out.array();
    }

    private static void putCentral(ByteBuffer out, ZipEntry entry) {
        var zip64 = needsZip64(entry);
        var name = entry.name().getBytes(StandardCharsets.US_ASCII);
        out.putInt(CENTRAL_SIGNATURE).putShort(MADE_BY).putShort(zip64 ? ZIP64_VERSION : STORED_VERSION);
        putCommon(out, entry, name).putShort((short) (zip64 ? ZIP64_EXTRA : 0));
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(MODE);
        out.putInt((int) Math.min(entry.offset(), MOST_32)).put(name);
        if (zip64) {
            out.putShort((short) 1).putShort((short) Long.BYTES).putLong(entry.offset());
        }
    }

    private static void putZip64End(ByteBuffer out, long count, long length, long start) {
        out.putInt(ZIP64_END_SIGNATURE)
                .putLong(ZIP64_END - 12)
                .putShort(MADE_BY)
                .putShort(ZIP64_VERSION);
        out.putInt(0).putInt(0).putLong(count).putLong(count).putLong(length).putLong(start);
        out.putInt(0x07064b50).putInt(0).putLong(start + length).putInt(1);
    }

    static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
