package dev.templedb.cathedral.git;

import dev.templedb.cathedral.settings.OwnerAlone;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.cathedral.transfer.SharedStates;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCache;
import org.eclipse.jgit.internal.storage.dfs.DfsBlockCacheConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the services of this package.
@Singleton
final class GitWiring {
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int CACHED_PART_OF_HEAP = 12;
    private static final int ANSWERS_PART_OF_CACHE = 4;
    private static final int REQUESTS_PART_OF_HEAP = 8;
    private static final String ANSWERS = "answers";

    private final Path directory;
    private final Settings settings;

    GitWiring(@ConfigProperty(name = "cathedral.data-dir") String directory, Settings settings) {
        this.directory = Path.of(directory, "git");
        this.settings = settings;
    }

    /// Beside the answers, where what a killed server has left goes.
    @Produces
    @Singleton
    RequestBody bodies(GitServer server) {
        return new RequestBody(directory.resolve(ANSWERS), Runtime.getRuntime().maxMemory() / REQUESTS_PART_OF_HEAP);
    }

    @Produces
    @Singleton
    GitServer server(SharedStates states, MeterRegistry meters, Clock clock) {
        long heap = Runtime.getRuntime().maxMemory();
        DfsBlockCache.reconfigure(new DfsBlockCacheConfig()
                .setBlockSize(BLOCK_BYTES)
                .setBlockLimit(Math.max(BLOCK_BYTES * 16L, heap / CACHED_PART_OF_HEAP)));
        closeToOthers();
        long cache = settings.get(GitSettings.CACHE);
        long forAnswers = cache / ANSWERS_PART_OF_CACHE;
        return new GitServer(
                states,
                GitPacks.open(directory.resolve("packs"), cache - forAnswers, clock),
                new Answers(
                        directory.resolve(ANSWERS),
                        forAnswers,
                        settings.get(GitSettings.WORKERS),
                        settings.get(GitSettings.TIME_LIMIT),
                        heap),
                meters);
    }

    private void closeToOthers() {
        try {
            OwnerAlone.directory(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
