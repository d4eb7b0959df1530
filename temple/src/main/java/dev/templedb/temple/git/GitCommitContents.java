package dev.templedb.temple.git;

import dev.templedb.core.GitId;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.CommitContent;
import dev.templedb.temple.attributes.Conversion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// What `git add` would make of the files of a work tree: their line ends become what attributes and the settings of
/// the
/// repository, the user and the system say. Not thread-safe.
final class GitCommitContents {
    private final Repository repository;
    private final AttributeRules rules;

    GitCommitContents(Repository repository) {
        this.repository = repository;
        this.rules = AttributeRules.ofDirectory(
                repository.getWorkTree().toPath(),
                this::inIndex,
                () -> GitLineEnds.of(
                        repository.getConfig(), repository.getCommonDirectory().toPath()));
    }

    /// The content of one file.
    ///
    /// @param latin1 its path, each byte as a character
    /// @param bytes  its length
    /// @param before what the index has of it
    CommitContent of(String latin1, long bytes, Conversion.Content file, Optional<GitId> before) throws IOException {
        return CommitContent.of(rules.conversion(latin1), bytes, file, before, this::hasCrlf);
    }

    /// What an object that is not there holds, nobody knows; git takes it for text without CR.
    private boolean hasCrlf(GitId blob) {
        try (var in = repository
                .open(ObjectId.fromRaw(blob.bytes()), Constants.OBJ_BLOB)
                .openStream()) {
            return CommitContent.hasCrlf(in);
        } catch (MissingObjectException missing) {
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Map<String, byte[]> inIndex() {
        try {
            var files = new HashMap<String, byte[]>();
            var index = repository.readDirCache();
            for (int i = 0; i < index.getEntryCount(); i++) {
                var entry = index.getEntry(i);
                var path = new String(entry.getRawPath(), StandardCharsets.ISO_8859_1);
                if (AttributeRules.isAttributes(path)
                        && entry.getStage() == DirCacheEntry.STAGE_0
                        && entry.getFileMode().getObjectType() == Constants.OBJ_BLOB
                        && !entry.getFileMode().equals(FileMode.SYMLINK)) {
                    content(entry).ifPresent(content -> files.put(AttributeRules.directory(path), content));
                }
            }
            return files;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Optional<byte[]> content(DirCacheEntry entry) throws IOException {
        try {
            var loader = repository.open(entry.getObjectId(), Constants.OBJ_BLOB);
            return loader.getSize() > AttributeRules.MOST_BYTES ? Optional.empty() : Optional.of(loader.getBytes());
        } catch (MissingObjectException missing) {
            return Optional.empty();
        }
    }
}
