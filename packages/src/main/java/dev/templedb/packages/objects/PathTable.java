package dev.templedb.packages.objects;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives names and paths small numbers. A path is a parent path and a name; path 0 is the root. Not thread-safe.
public final class PathTable {
    /// The number of the root directory's path, which is empty.
    public static final int ROOT = 0;

    /// Comparable, so that a map holds names with equal hash codes, which are easily made, as a balanced tree.
    private record Name(byte[] bytes) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Name(var theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    private final Map<Name, Integer> nameNumbers = new HashMap<>();
    private final List<byte[]> names = new ArrayList<>();
    private final Map<Long, Integer> pathNumbers = new HashMap<>();
    private final IntPool parents = new IntPool();
    private final IntPool lastNames = new IntPool();

    /// A table that knows only the root.
    public PathTable() {
        parents.add(-1);
        lastNames.add(-1);
    }

    /// How many paths have a number, the root among them; numbers are below this.
    public int count() {
        return parents.size();
    }

    /// The number of `name`.
    int name(byte[] name) {
        var key = new Name(name);
        var known = nameNumbers.get(key);
        if (known != null) {
            return known;
        }
        names.add(name);
        nameNumbers.put(key, names.size() - 1);
        return names.size() - 1;
    }

    /// The bytes of a name by its number; not to be changed.
    public byte[] nameBytes(int name) {
        return names.get(name);
    }

    /// The number of the path that `name` has inside `parent`.
    int child(int parent, int name) {
        long key = (long) parent << 32 | name;
        var known = pathNumbers.get(key);
        if (known != null) {
            return known;
        }
        parents.add(parent);
        lastNames.add(name);
        pathNumbers.put(key, parents.size() - 1);
        return parents.size() - 1;
    }

    /// The bytes of a path, with `/` between names; empty for the root.
    public byte[] bytes(int path) {
        if (path == ROOT) {
            return new byte[0];
        }
        var out = new ByteArrayOutputStream();
        appendTo(out, path);
        return out.toByteArray();
    }

    private void appendTo(ByteArrayOutputStream out, int path) {
        int depth = 0;
        for (int at = path; at != ROOT; at = parents.get(at)) {
            depth++;
        }
        var chain = new int[depth];
        for (int at = path; at != ROOT; at = parents.get(at)) {
            chain[--depth] = lastNames.get(at);
        }
        for (int i = 0; i < chain.length; i++) {
            if (i > 0) {
                out.write('/');
            }
            out.writeBytes(names.get(chain[i]));
        }
    }

    /// The last name of a path; empty for the root.
    public byte[] lastName(int path) {
        return path == ROOT ? new byte[0] : names.get(lastNames.get(path));
    }
}
