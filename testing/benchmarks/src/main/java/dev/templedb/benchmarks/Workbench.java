package dev.templedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the pieces of work on one repository start from, each made when it is first asked for and kept until the last
/// piece is done.
final class Workbench {
    /// The slug of the repository's project.
    static final String SLUG = "subject";

    private final Options options;
    private final Processes processes;
    private final Scratch scratch;
    private final Path path;
    private final Repository repository;
    private final Ours ours;
    private final Path inputs;
    private final Map<String, Path> made = new HashMap<>();
    private Optional<Sharing> sharing = Optional.empty();

    Workbench(Options options, Processes processes, Scratch scratch, Path path) throws IOException {
        this.options = options;
        this.processes = processes;
        this.scratch = scratch;
        this.path = path;
        this.repository = Repository.open(path, processes);
        this.ours = new Ours(options.program(), processes);
        this.inputs = scratch.room();
    }

    Options options() {
        return options;
    }

    Processes processes() {
        return processes;
    }

    Scratch scratch() {
        return scratch;
    }

    Repository repository() {
        return repository;
    }

    Ours ours() {
        return ours;
    }

    /// The git directory of the repository.
    Path git() {
        return repository.git();
    }

    /// Makes something at the path that it is given.
    @FunctionalInterface
    interface Maker {
        void make(Path target) throws IOException;
    }

    /// The file or directory `name`, made by `maker` when it is first asked for.
    Path input(String name, Maker maker) throws IOException {
        var known = made.get(name);
        if (known != null) {
            return known;
        }
        var target = inputs.resolve(name);
        maker.make(target);
        made.put(name, target);
        return target;
    }

    /// A temple with the repository as its only project.
    Path temple() throws IOException {
        return input(
                "temple.sqlite",
                target -> processes.run(ours.command(target, "project import", git(), "--slug", SLUG)));
    }

    /// A package of the repository's project.
    Path packageFile() throws IOException {
        var temple = temple();
        return input(
                "subject.cathedral",
                target -> processes.run(ours.command(temple, "cathedral export", SLUG, "--output", target)));
    }

    /// A git bundle of everything in the repository.
    Path bundle() throws IOException {
        return input(
                "subject.bundle",
                target -> processes.run(Command.git(git(), "bundle", "create", "-q", target, "--all")));
    }

    /// An index of git with the files that `HEAD` names.
    Path index() throws IOException {
        return input(
                "index",
                target -> processes.run(
                        Command.git(git(), "read-tree", "HEAD").with("GIT_INDEX_FILE", target.toString())));
    }

    /// The files that `HEAD` names, without anything of git.
    Path files() throws IOException {
        var index = index();
        return input("files", target -> processes.run(checkoutIndex(index, Files.createDirectory(target))));
    }

    /// Writes the files that `HEAD` names to `target`.
    Command checkoutIndex(Path index, Path target) {
        return Command.git(git(), "--work-tree=" + target, "checkout-index", "-a", "-f")
                .with("GIT_INDEX_FILE", index.toString());
    }

    /// Where projects are shared, started when it is first asked for.
    Sharing sharing() throws IOException {
        if (sharing.isEmpty()) {
            sharing = Optional.of(new Sharing(this));
        }
        return sharing.get();
    }

    /// `message` with names in place of paths that mean nothing to a reader.
    String withoutPaths(String message) {
        return message.replace(scratch.path().toString(), "SCRATCH")
                .replace(path.toString(), repository.name())
                .replace(options.program().toString(), "templedb");
    }

    /// Deletes what the pieces started from, and stops servers.
    void close() throws IOException {
        sharing.ifPresent(Sharing::close);
        made.clear();
        Scratch.delete(inputs);
    }
}
