package dev.templedb.benchmarks.hot;

import dev.templedb.core.Sha256;
import dev.templedb.packages.objects.ObjectHasher;
import dev.templedb.packages.objects.ObjectKind;
import java.security.MessageDigest;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Naming each object of a frame.
@State(Scope.Thread)
public class Hashing extends HotLoop {
    private final List<Sample.Blob> blobs = Sample.oneFrame();
    private final ObjectHasher hasher = new ObjectHasher();
    private final MessageDigest sha1 = Sample.unchecked(() -> MessageDigest.getInstance("SHA-1"));
    private final MessageDigest sha256 = Sha256.newDigest();

    @Benchmark
    public void bothNames(Blackhole names) {
        for (var blob : blobs) {
            hasher.begin(ObjectKind.BLOB, blob.bytes().length);
            hasher.update(blob.bytes(), 0, blob.bytes().length);
            names.consume(hasher.endGitId());
            names.consume(hasher.endSha256());
        }
    }

    @Benchmark
    public void peerSha1AndSha256OfTheJdk(Blackhole digests) {
        for (var blob : blobs) {
            digests.consume(sha1.digest(blob.bytes()));
            digests.consume(sha256.digest(blob.bytes()));
        }
    }

    @Benchmark
    public void peerSha256OfTheJdk(Blackhole digests) {
        for (var blob : blobs) {
            digests.consume(sha256.digest(blob.bytes()));
        }
    }
}
