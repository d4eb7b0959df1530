package dev.templedb.temple.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.git.GitExport;
import dev.templedb.temple.history.FilePath;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A project `demo` that came from a git repository and is checked out to a directory.
final class WorkSandbox implements AutoCloseable {
    private final Path scratch;
    final IntakeSandbox sandbox;
    final Path directory;
    private int exports;

    WorkSandbox(Path scratch, GitFolder source) throws IOException {
        this.scratch = scratch.toRealPath();
        sandbox = new IntakeSandbox(this.scratch);
        sandbox.take("demo", source.path());
        directory = this.scratch.resolve("work");
        checkouts().make(project(), "HEAD", directory, Progress.NONE);
    }

    Project project() {
        return new Projects(sandbox.temple()).require("demo");
    }

    Checkouts checkouts() {
        return new Checkouts(sandbox.temple());
    }

    Branches branches() {
        return new Branches(sandbox.temple(), project());
    }

    WorkTree work() {
        return new WorkTree(sandbox.temple(), checkouts().find(directory));
    }

    static WorkAuthor ada(long second) {
        var person = WorkAuthor.person("Ada", "ada@example.org", Instant.ofEpochSecond(1_700_000_000L + second), 90);
        return new WorkAuthor(person, person);
    }

    WorkSandbox write(String name, String content) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.writeString(file, content);
        return this;
    }

    String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    MadeCommit commitAll(String message) {
        work().add(List.of(FilePath.of(".")), false);
        return work().commit(CommitRequest.of(message, ada(++exports)).allowingEmpty());
    }

    /// The project as git has it, after `git fsck --strict`.
    GitFolder exported() {
        var target = scratch.resolve("exported-" + ++exports);
        new GitExport(sandbox.temple()).run(project().id(), target, false, Progress.NONE);
        var git = GitFolder.at(target);
        var checked = git.start(new byte[0], "fsck", "--strict", "--full");
        assertThat(checked.exit()).as(checked.text()).isZero();
        return git;
    }

    String status() {
        var text = new StringBuilder();
        var status = work().status(Untracked.FILES);
        status.staged()
                .forEach(file -> text.append(file.kind().letter())
                        .append("  ")
                        .append(file.path())
                        .append('\n'));
        status.unstaged()
                .forEach(file -> text.append(' ')
                        .append(file.kind().letter())
                        .append(' ')
                        .append(file.path())
                        .append('\n'));
        status.conflicts()
                .forEach(file ->
                        text.append(file.code()).append(' ').append(file.path()).append('\n'));
        status.untracked().forEach(file -> text.append("?? ").append(file).append('\n'));
        return text.toString();
    }

    /// All files below a directory but the marker and `.git`, with what they hold.
    static TreeMap<String, String> files(Path root) throws IOException {
        var files = new TreeMap<String, String>();
        try (var walk = Files.walk(root)) {
            for (var path : walk.toList()) {
                var name = root.relativize(path).toString();
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        || name.equals(".templedb")
                        || name.startsWith(".git/")) {
                    continue;
                }
                files.put(
                        name,
                        Files.isSymbolicLink(path)
                                ? "-> " + Files.readSymbolicLink(path)
                                : (Files.isExecutable(path) ? "x " : "- ")
                                        + new String(
                                                Files.readAllBytes(path),
                                                java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    static TempleException refuses(ErrorCode code, Runnable work) {
        var refused = catchThrowableOfType(TempleException.class, work::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
        return refused;
    }

    static Optional<String> none() {
        return Optional.empty();
    }

    static List<FilePath> paths(String... paths) {
        return List.of(paths).stream().map(FilePath::of).toList();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
