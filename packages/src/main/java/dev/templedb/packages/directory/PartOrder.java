package dev.templedb.packages.directory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// The two orders of a package's parts. Names are compared by code points, which is the order of their UTF-8 bytes.
enum PartOrder {
    /// Of the Python tool's checksum: a directory's files, then its directories.
    VISITING,
    /// Of a tar: depth first, files and directories mixed, a directory before what it holds.
    TAR;

    /// `paths` in this order.
    List<String> sort(Collection<String> paths) {
        var sorted = new TreeMap<byte[], String>(Arrays::compareUnsigned);
        paths.forEach(path -> sorted.put(key(path), path));
        return List.copyOf(sorted.values());
    }

    /// Bytes that compare as the paths should. No name holds the bytes 0 to 2.
    private byte[] key(String path) {
        var key = new ByteArrayOutputStream(path.length() + 8);
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            key.write(2);
            key.writeBytes(path.substring(from, slash).getBytes(StandardCharsets.UTF_8));
            key.write(0);
            from = slash + 1;
        }
        key.write(this == VISITING ? 1 : 2);
        key.writeBytes(path.substring(from).getBytes(StandardCharsets.UTF_8));
        return key.toByteArray();
    }
}
