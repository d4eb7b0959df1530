package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Where projects are shared: our registry, git's servers, and a repository of restic's where that is installed. Made
/// for one repository, and stopped with it.
final class Sharing implements AutoCloseable {
    private static final String USER = "bench";
    private static final int CHANGED = 10;

    private final Workbench bench;
    private final RegistryServer registry;
    private final GitServers git;
    private final String token;
    private final boolean hasRestic;
    private final Path temple;
    private int names;

    Sharing(Workbench bench) throws IOException {
        this.bench = bench;
        this.registry =
                RegistryServer.start(bench, bench.scratch().room().resolve("data"), RegistryServer.WITHOUT_LIMITS);
        this.git = new GitServers(bench, bench.scratch().room());
        this.hasRestic = bench.processes().hasProgram("restic");
        this.token = registry.register(USER);
        this.temple = bench.scratch().room().resolve("t.sqlite");
        Files.copy(bench.temple(), temple);
        registry.logIn(bench, temple, token);
    }

    RegistryServer registry() {
        return registry;
    }

    GitServers git() {
        return git;
    }

    /// What to say of peers that are not here.
    List<String> missing() {
        var missing = new ArrayList<String>();
        if (!git.hasHttp()) {
            missing.add("git over smart HTTP is left out: lighttpd is not installed.");
        }
        if (!hasRestic) {
            missing.add("restic is not installed, left out.");
        }
        return missing;
    }

    boolean hasRestic() {
        return hasRestic;
    }

    /// A name that no project and no repository has yet.
    String newName() {
        return "shared-" + names++;
    }

    /// A temple with the project that knows the registry, in `room`.
    Path temple(Path room) throws IOException {
        return Files.copy(temple, room.resolve("t.sqlite"));
    }

    /// An empty temple that knows the registry, in `room`.
    Path emptyTemple(Path room) throws IOException {
        var empty = bench.input("empty.sqlite", target -> registry.logIn(bench, target, token));
        return Files.copy(empty, room.resolve("t.sqlite"));
    }

    /// Pushes the project of a temple as `name`.
    Command push(Path from, String name) {
        return bench.ours()
                .command(from, "cathedral push", Workbench.SLUG, "--as", USER + "/" + name, "--visibility", "private");
    }

    /// What follows something is pushed there.
    Command push(Path from) {
        return bench.ours().command(from, "cathedral push", Workbench.SLUG);
    }

    Command pull(Path to, String name) {
        return bench.ours().command(to, "cathedral pull", USER + "/" + name);
    }

    /// The address of a project for git, with the token in it.
    String address(String name) {
        return registry.address().toString().replace("://", "://" + USER + ":" + token + "@") + "/" + USER + "/" + name
                + ".git";
    }

    /// A repository of restic's in `room`, empty.
    Path resticRepository(Path room) throws IOException {
        var repository = room.resolve("restic");
        bench.processes().run(restic(repository, "init"));
        return repository;
    }

    Command restic(Path repository, Object... words) {
        var all = new ArrayList<Object>(List.of("restic", "-q", "--no-cache", "-r", repository));
        all.addAll(List.of(words));
        return Command.of(all.toArray()).with("RESTIC_PASSWORD", "bench");
    }

    /// Appends a line to ten of the files below `directory`.
    static void changeTen(Path directory) throws IOException {
        try (var walk = Files.walk(directory)) {
            var files = walk.filter(Files::isRegularFile).sorted().toList();
            for (int i = 0; i < CHANGED; i++) {
                Files.writeString(
                        files.get(i * (files.size() / CHANGED)), "One more line.\n", StandardOpenOption.APPEND);
            }
        }
    }

    @Override
    public void close() {
        git.close();
        registry.close();
    }
}
