package dev.templedb.temple.git;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;

/// Where a repository keeps what is read of it.
///
/// A directory that somebody else made must not bring in another repository of the user's, so everything has to lie in
/// the directory that the user named. A git directory elsewhere counts when it leads back, as those of linked work
/// trees and submodules do: nobody could write that into a foreign repository without having it already.
///
/// @param git    where `HEAD` and the index are
/// @param common where refs and objects are; the same, save for linked work trees
record GitPlaces(Path git, Path common) {
    private static final int MOST_BYTES = 64 << 10;

    /// The places of the repository whose work tree or git directory is `directory`.
    ///
    /// @throws TempleException with `GIT_LEADS_OUTSIDE` when it leads to another repository
    static GitPlaces of(Path directory) throws IOException {
        var named = directory.toRealPath();
        var git = gitDirectory(named);
        if (!git.startsWith(named) && !leadsBack(git, named)) {
            throw outside(directory, Constants.DOT_GIT, git);
        }
        return new GitPlaces(git, common(directory, git));
    }

    /// Whether `directory` itself is a git directory.
    static boolean isGitDirectory(Path directory) {
        return Files.isDirectory(directory.resolve(Constants.OBJECTS))
                && Files.isRegularFile(directory.resolve(Constants.HEAD))
                && (Files.isDirectory(directory.resolve("refs")) || Files.isDirectory(directory.resolve("reftable")));
    }

    private static Path gitDirectory(Path named) throws IOException {
        if (isGitDirectory(named)) {
            return named;
        }
        var dotGit = named.resolve(Constants.DOT_GIT);
        var linked = line(dotGit);
        if (linked.isEmpty()) {
            return dotGit.toRealPath();
        }
        var words = linked.get();
        if (!words.startsWith(Constants.GITDIR)) {
            throw new IOException("its .git is a file that names no git directory");
        }
        return resolve(named, words.substring(Constants.GITDIR.length()).strip());
    }

    private static Path common(Path directory, Path git) throws IOException {
        var line = line(git.resolve("commondir"));
        if (line.isEmpty()) {
            return git;
        }
        var common = resolve(git, line.get());
        if (!common.resolve("worktrees").equals(git.getParent())) {
            throw outside(directory, "commondir", common);
        }
        return common;
    }

    private static boolean leadsBack(Path git, Path named) throws IOException {
        var linked = line(git.resolve("gitdir"));
        if (linked.isPresent()) {
            return leadsTo(git, linked.get(), named.resolve(Constants.DOT_GIT));
        }
        var workTree = GitConfigFile.of(git).workTree();
        return workTree.isPresent() && leadsTo(git, workTree.get(), named);
    }

    private static boolean leadsTo(Path from, String path, Path place) throws IOException {
        var target = from.resolve(path);
        return Files.exists(target) && Files.isSameFile(target, place);
    }

    private static Path resolve(Path from, String path) throws IOException {
        try {
            return from.resolve(path).toRealPath();
        } catch (InvalidPathException impossible) {
            throw new IOException("it leads to a place whose name is impossible", impossible);
        }
    }

    /// The text of a small file, if there is one.
    private static Optional<String> line(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip());
        }
    }

    /// Refuses what makes git or JGit read outside of these places, and what would make them wait for ever.
    ///
    /// @throws TempleException with `GIT_LEADS_OUTSIDE`
    /// @throws IOException     that says which file is none
    void requireOwn(Path directory) throws IOException {
        for (var place : git.equals(common) ? List.of(git) : List.of(git, common)) {
            var led = GitFiles.requireOrdinary(place, List.of(git, common));
            if (led.isPresent()) {
                throw outside(
                        directory,
                        place.relativize(led.get()).toString(),
                        led.get().toRealPath());
            }
        }
        GitConfigFile.requireOrdinaryFiles(common.resolve(Constants.CONFIG));
        GitConfigFile.requireOrdinaryFiles(git.resolve("config.worktree"));
        var alternates = line(common.resolve("objects/info/alternates")).stream()
                .flatMap(String::lines)
                .filter(path -> !path.isBlank() && !path.startsWith("#"))
                .findFirst();
        if (alternates.isPresent()) {
            throw outside(
                    directory,
                    "objects/info/alternates",
                    common.resolve("objects").resolve(alternates.get()));
        }
    }

    private static TempleException outside(Path directory, String name, Path place) {
        return new TempleException(
                ErrorCode.GIT_LEADS_OUTSIDE,
                "The git repository %s does not hold everything itself: its %s leads to %s, which is not read without being named."
                        .formatted(
                                Printable.text(directory.toString()),
                                Printable.text(name),
                                Printable.text(place.normalize().toString())));
    }
}
