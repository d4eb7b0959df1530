package dev.templedb.temple.intake;

import dev.templedb.core.GitId;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource.RawObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Makes one git tree object out of its entries. Not thread-safe.
final class TreeBuilder {
    private record Entry(byte[] name, int mode, GitId id) implements Comparable<Entry> {
        /// Git's order: by bytes, a directory as if its name ended with a slash.
        @Override
        public int compareTo(Entry other) {
            return Arrays.compareUnsigned(key(), other.key());
        }

        private byte[] key() {
            if (mode != 0040000) {
                return name;
            }
            var key = Arrays.copyOf(name, name.length + 1);
            key[name.length] = '/';
            return key;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    void add(byte[] name, int mode, GitId id) {
        entries.add(new Entry(name, mode, id));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Writes the tree into `made` and returns its id.
    GitId build(Map<GitId, RawObject> made) {
        entries.sort(null);
        var out = new ByteArrayOutputStream();
        for (var entry : entries) {
            out.writeBytes(Integer.toOctalString(entry.mode()).getBytes(StandardCharsets.US_ASCII));
            out.write(' ');
            out.writeBytes(entry.name());
            out.write(0);
            out.writeBytes(entry.id().bytes());
        }
        return MadeObjects.add(made, ObjectKind.TREE, out.toByteArray(), new ObjectHasher());
    }
}
