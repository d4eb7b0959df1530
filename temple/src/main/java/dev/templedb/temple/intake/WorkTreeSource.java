package dev.templedb.temple.intake;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.NativeNames;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.objects.ObjectSource;
import dev.templedb.temple.git.WorkTreeChanges;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Map;
import java.util.Objects;

/// Trees and commits that were made in memory, and files and links of a work tree, by the ids they had when they were
/// hashed.
record WorkTreeSource(Map<GitId, RawObject> made, Map<GitId, WorkTreeChanges.OnDisk> files) implements ObjectSource {
    boolean has(GitId id) {
        return made.containsKey(id) || files.containsKey(id);
    }

    /// A blob is read whole and hashed anew; large ones go through [#openBlob] and are verified by who stores them.
    @Override
    public RawObject read(GitId id) {
        var object = made.get(id);
        if (object != null) {
            return object;
        }
        try (var in = openBlob(id)) {
            var bytes = in.readAllBytes();
            if (!new ObjectHasher().gitId(ObjectKind.BLOB, bytes).equals(id)) {
                throw new TempleException(
                        ErrorCode.CHANGED_WHILE_READING,
                        "The file %s changed while it was read."
                                .formatted(Printable.text(file(id).file().toString())));
            }
            return new RawObject(ObjectKind.BLOB, bytes);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public long blobBytes(GitId id) {
        var object = made.get(id);
        if (object != null) {
            return object.bytes().length;
        }
        return file(id).content().bytes();
    }

    @Override
    public InputStream openBlob(GitId id) throws IOException {
        var taken = file(id);
        var file = taken.file();
        return Files.isSymbolicLink(file)
                ? new ByteArrayInputStream(NativeNames.bytes(Files.readSymbolicLink(file)))
                : taken.content().open(() -> Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), taken.fileBytes());
    }

    private WorkTreeChanges.OnDisk file(GitId id) {
        return Objects.requireNonNull(files.get(id), "no such file");
    }
}
