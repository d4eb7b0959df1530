package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The data directory of a registry with 100,000 projects, made once for all pieces that use it.
final class ManyProjects {
    static final int COUNT = 100_000;

    private static final String VIEWER = "viewer";

    private final Path directory;

    private ManyProjects(Path directory) {
        this.directory = directory;
    }

    /// @throws ProcessFailed when it cannot be made
    static ManyProjects of(Workbench bench) throws IOException {
        return new ManyProjects(bench.input("many-projects", target -> make(bench, Files.createDirectory(target))));
    }

    private static void make(Workbench bench, Path target) throws IOException {
        System.err.println("Making " + Figures.count(COUNT) + " projects, which takes a minute ...");
        var data = target.resolve("data");
        try (var server = RegistryServer.start(bench, data, Map.of())) {
            Files.writeString(target.resolve("token"), server.register(VIEWER));
            var postgres = data.resolve("postgres");
            var port = Files.readAllLines(postgres.resolve("data/postmaster.pid"))
                    .get(3)
                    .strip();
            var fill = Command.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-XX:+UseSerialGC",
                    "-cp",
                    driver(bench),
                    source(bench),
                    "jdbc:postgresql://127.0.0.1:" + port + "/cathedral",
                    "cathedral",
                    COUNT,
                    VIEWER);
            bench.processes().text(fill, Files.readAllBytes(postgres.resolve("password")));
        }
    }

    private static Path driver(Workbench bench) throws IOException {
        var libraries = bench.options().root().resolve("cathedral/target/quarkus-app/lib/main");
        try (var drivers = Files.newDirectoryStream(libraries, "org.postgresql.postgresql-*.jar")) {
            return drivers.iterator().next();
        }
    }

    private static Path source(Workbench bench) {
        return bench.options()
                .root()
                .resolve("testing/benchmarks/src/main/java/dev/templedb/benchmarks/SampleRegistry.java");
    }

    Path data() {
        return directory.resolve("data");
    }

    /// The header of a user who sees some projects that others do not.
    String viewer() throws IOException {
        return RegistryServer.authorization(Files.readString(directory.resolve("token")));
    }
}
