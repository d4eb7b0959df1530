package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.TempleException;
import dev.templedb.packages.objects.MalformedObject;
import dev.templedb.packages.objects.TagText;
import dev.templedb.temple.objects.StoredObjects;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Writes the file `packed-refs`: refs by the bytes of their names, each annotated tag followed by what it leads to.
final class GitExportRefs {
    private record Line(byte[] name, GitId target) {}

    private GitExportRefs() {}

    static byte[] lines(Map<String, GitId> refs, StoredObjects objects) {
        var out = new ByteArrayOutputStream();
        write(out, "# pack-refs with: peeled fully-peeled sorted \n");
        refs.entrySet().stream()
                .map(ref -> new Line(ref.getKey().getBytes(StandardCharsets.UTF_8), ref.getValue()))
                .sorted((a, b) -> Arrays.compareUnsigned(a.name(), b.name()))
                .forEach(line -> {
                    write(out, line.target() + " ");
                    out.writeBytes(line.name());
                    out.write('\n');
                    var peeled = peel(line.target(), objects);
                    if (!peeled.equals(line.target())) {
                        write(out, "^" + peeled + "\n");
                    }
                });
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static GitId peel(GitId id, StoredObjects objects) {
        var at = id;
        while (objects.kind(at) == dev.templedb.packages.objects.ObjectKind.TAG) {
            var raw = objects.read(at).bytes();
            try {
                at = TagText.parse(raw, 0, raw.length).target();
            } catch (MalformedObject damaged) {
                throw new TempleException(
                        ErrorCode.TEMPLE_CORRUPT,
                        "Tag %s is damaged: %s.".formatted(at, damaged.getMessage()),
                        damaged);
            }
        }
        return at;
    }
}
