package dev.templedb.packages.directory;

import dev.templedb.core.ErrorCode;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.disk.FileSlice;
import dev.templedb.packages.disk.NewParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Unpacks a tar of a package: the contents of its files lie end to end in one scratch file, because to make and delete
/// a
/// file for each takes longer than all other work.
final class TarUnpacker implements UntrustedTar.Sink {
    private final UntrustedTar tar;
    private final FileChannel contents;
    private final NavigableMap<String, PackageParts.Place> places = new TreeMap<>();
    private final Set<String> tops = new HashSet<>();

    /// @param target   the scratch file, for messages
    /// @param contents the scratch file, open; it has to stay open as long as the parts are read
    TarUnpacker(InputStream in, Path target, FileChannel contents, long packedBytes, OpenOptions options) {
        this.tar = new UntrustedTar(in, target, packedBytes, options);
        this.contents = contents;
    }

    /// Unpacks all of it and returns the package's parts.
    PackageParts unpack() throws IOException {
        tar.read(this);
        return parts(root());
    }

    @Override
    public void directory(String path) {
        tops.add(top(path));
    }

    @Override
    public OutputStream file(String path, long offset, long length) {
        tops.add(top(path));
        places.put(path, new PackageParts.Place(offset, length));
        return NewParts.append(contents);
    }

    private static String top(String path) {
        return path.indexOf('/') < 0 ? path : path.substring(0, path.indexOf('/'));
    }

    /// The package is the one directory that everything lies in, or (in a tar made inside the package) the top
    /// itself: what its paths begin with.
    private String root() {
        if (places.containsKey(Names.MANIFEST)) {
            return "";
        }
        var found = tops.stream().filter(top -> !PackageParts.isLitter(top)).toList();
        if (found.size() != 1 || places.containsKey(found.getFirst())) {
            throw Refusal.of(
                    ErrorCode.PACKAGE_NOT_RECOGNIZED,
                    "The tar",
                    found.isEmpty() ? "is empty" : "holds more than one package, or other things than a package");
        }
        return found.getFirst() + "/";
    }

    private PackageParts parts(String root) {
        var parts = new TreeMap<String, PackageParts.Place>();
        var ignored = new ArrayList<String>();
        places.tailMap(root).forEach((path, place) -> {
            var inside = path.startsWith(root) ? path.substring(root.length()) : "";
            if (PackageParts.isLitter(inside.substring(inside.lastIndexOf('/') + 1))) {
                ignored.add(inside);
            } else if (!inside.isEmpty()) {
                parts.put(inside, place);
            }
        });
        return new PackageParts(
                parts, ignored, (path, place) -> new FileSlice(contents, place.offset(), place.length()));
    }
}
