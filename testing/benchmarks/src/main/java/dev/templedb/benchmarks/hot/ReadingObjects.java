package dev.templedb.benchmarks.hot;

import dev.templedb.core.GitId;
import dev.templedb.core.Progress;
import dev.templedb.core.Slug;
import dev.templedb.temple.Temple;
import dev.templedb.temple.intake.Author;
import dev.templedb.temple.intake.ImportRequest;
import dev.templedb.temple.intake.ProjectImport;
import dev.templedb.temple.objects.StoredObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// Reading one file's content from a temple with the whole history of a repository; the figures are for one object.
@State(Scope.Thread)
public class ReadingObjects extends HotLoop {
    private static final int READS = 500;

    private final Path directory = Sample.unchecked(() -> Files.createTempDirectory("templedb-jmh-"));
    private final Temple temple = Temple.open(directory.resolve("t.sqlite"), Clock.systemUTC(), "bench");
    private final Repository repository = Sample.repository();
    private final List<GitId> inOrder = new ArrayList<>();
    private final List<GitId> atRandom;

    public ReadingObjects() {
        new ProjectImport(temple)
                .run(
                        new ImportRequest(
                                Sample.repositoryPath().toString(),
                                directory,
                                Optional.of(Slug.fromName("sample")),
                                Optional.empty(),
                                true,
                                List.of(),
                                new Author("Bench", "bench@example.org"),
                                directory),
                        Progress.NONE);
        var blobs = Sample.oneFrame();
        for (int i = 0; i < READS; i++) {
            inOrder.add(blobs.get(i % blobs.size()).id());
        }
        atRandom = new ArrayList<>(inOrder);
        Collections.shuffle(atRandom, new Random(1));
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public void inOrder(Blackhole contents) {
        read(inOrder, contents);
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public void atRandom(Blackhole contents) {
        read(atRandom, contents);
    }

    private void read(List<GitId> ids, Blackhole contents) {
        temple.file().read(tx -> {
            try (var objects = new StoredObjects(tx)) {
                ids.forEach(id -> contents.consume(objects.read(id)));
            }
            return true;
        });
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public void peerJgitInOrder(Blackhole contents) throws IOException {
        readWithJgit(inOrder, contents);
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public void peerJgitAtRandom(Blackhole contents) throws IOException {
        readWithJgit(atRandom, contents);
    }

    private void readWithJgit(List<GitId> ids, Blackhole contents) throws IOException {
        try (var reader = repository.newObjectReader()) {
            for (var id : ids) {
                contents.consume(reader.open(ObjectId.fromString(id.hex())).getBytes());
            }
        }
    }

    @TearDown
    public void delete() throws IOException {
        repository.close();
        temple.close();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
