package dev.templedb.packages.objects;

import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Computes the two names of an object: its git id, and the SHA-256 of its raw bytes.
///
/// Not thread-safe; each worker has its own. Costs about 1 ns per byte for both.
public final class ObjectHasher {
    private final MessageDigest sha1 = GitId.newDigest();
    private final MessageDigest sha256 = Sha256.newDigest();

    /// The id git gives an object of `kind` with these bytes.
    public GitId gitId(ObjectKind kind, byte[] content, int offset, int length) {
        begin(kind, length);
        sha1.update(content, offset, length);
        return endGitId();
    }

    /// The id git gives an object of `kind` with these bytes.
    public GitId gitId(ObjectKind kind, byte[] content) {
        return gitId(kind, content, 0, content.length);
    }

    /// The SHA-256 of the bytes alone.
    public Sha256 sha256(byte[] content, int offset, int length) {
        sha256.update(content, offset, length);
        return Sha256.from(sha256);
    }

    /// Begins an object that comes in parts; `length` is the length of all parts together.
    public void begin(ObjectKind kind, long length) {
        sha1.reset();
        sha256.reset();
        sha1.update((kind.word() + " " + length + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    /// Takes the next part, for both hashes.
    public void update(byte[] part, int offset, int length) {
        sha1.update(part, offset, length);
        sha256.update(part, offset, length);
    }

    /// The git id of what came since [#begin].
    public GitId endGitId() {
        return GitId.ofBytes(sha1.digest());
    }

    /// The SHA-256 of what came since [#begin].
    public Sha256 endSha256() {
        return Sha256.from(sha256);
    }
}
