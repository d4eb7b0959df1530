package dev.templedb.temple.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.util.FS;

/// A config file of git: the `config` of a repository, read before JGit opens it, because its extensions decide whether
/// JGit can, or one of the user's.
record GitConfigFile(Config config) {
    /// Extensions that change nothing for a reader, and those that are looked at by their values.
    private static final Set<String> KNOWN =
            Set.of("noop", "preciousobjects", "partialclone", "worktreeconfig", "objectformat", "refstorage");
    /// Git writes no extension for refs in files, and JGit opens nothing that has one with that value.
    private static final String REF_STORAGE = "reftable";

    /// As deep as JGit follows files that a config includes.
    private static final int MOST_INCLUDES = 10;

    /// The config of the git directory `common`. What it includes is not read.
    static GitConfigFile of(Path common) throws IOException {
        return read(common.resolve(Constants.CONFIG));
    }

    /// What a config file of the user or the system says; nothing when it is not there or not readable.
    static Config ofUser(Path file) {
        try {
            return read(file).config;
        } catch (IOException unreadable) {
            return new Config();
        }
    }

    private static GitConfigFile read(Path file) throws IOException {
        var config = new Config();
        if (Files.isRegularFile(file)) {
            try {
                config.fromText(Files.readString(file, StandardCharsets.UTF_8));
            } catch (ConfigInvalidException invalid) {
                throw new IOException("its config is not valid", invalid);
            }
        }
        return new GitConfigFile(config);
    }

    /// Refuses pipes and devices that `file` makes JGit read: files that it includes, and lists of ignored names.
    ///
    /// @throws IOException that says which file is none
    static void requireOrdinaryFiles(Path file) throws IOException {
        requireOrdinaryFiles(file, MOST_INCLUDES);
    }

    private static void requireOrdinaryFiles(Path file, int depth) throws IOException {
        if (depth == 0) {
            return;
        }
        var config = read(file).config;
        for (var name : List.of("excludesfile", "attributesfile")) {
            for (var path : config.getStringList("core", null, name)) {
                requireOrdinaryFile(place(Path.of(""), path));
            }
        }
        for (var path : config.getStringList("include", null, "path")) {
            var included = place(file.resolveSibling(""), path);
            requireOrdinaryFile(included);
            requireOrdinaryFiles(included, depth - 1);
        }
    }

    private static Path place(Path from, String path) {
        return path.startsWith("~/") ? FS.DETECTED.userHome().toPath().resolve(path.substring(2)) : from.resolve(path);
    }

    private static void requireOrdinaryFile(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IOException("its config names %s, which is not a file".formatted(file));
        }
    }

    /// Where the work tree is, for a git directory that is not in it.
    Optional<String> workTree() {
        return Optional.ofNullable(config.getString("core", null, "worktree"));
    }

    Optional<String> extension(String name) {
        return Optional.ofNullable(config.getString("extensions", null, name));
    }

    /// What of the repository's format nobody here can read, in words: git's own rule is to keep away from a
    /// repository
    /// with an extension that one does not know. Below version 1, git passes over extensions.
    ///
    /// @throws IllegalArgumentException when the version is no number
    Optional<String> unsupported() {
        int version = config.getInt("core", "repositoryformatversion", 0);
        if (version < 0 || version > 1) {
            return Optional.of("the format version %d".formatted(version));
        }
        if (version == 0) {
            return Optional.empty();
        }
        var below = config.getSubsections("extensions").stream().findFirst();
        if (below.isPresent()) {
            return Optional.of("the extension \"%s\"".formatted(below.get()));
        }
        return config.getNames("extensions").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .map("the extension \"%s\""::formatted)
                .or(() -> extension("refstorage")
                        .filter(storage -> !storage.equalsIgnoreCase(REF_STORAGE))
                        .map("the extension \"refstorage\" with the value \"%s\""::formatted));
    }

    /// Whether objects may be missing because a remote promises to have them.
    static boolean isPartialClone(Config config) {
        return config.getString("extensions", null, "partialclone") != null
                || config.getSubsections("remote").stream()
                        .anyMatch(remote -> config.getBoolean("remote", remote, "promisor", false));
    }
}
