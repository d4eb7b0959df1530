package dev.templedb.temple.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;

/// The `config` of a repository, read before JGit opens it, because its extensions decide whether JGit can.
record GitConfigFile(Config config) {
    /// Extensions that change nothing for a reader, and those that are looked at by their values.
    private static final Set<String> KNOWN =
            Set.of("noop", "preciousobjects", "partialclone", "worktreeconfig", "objectformat", "refstorage");
    /// Git writes no extension for refs in files, and JGit opens nothing that has one with that value.
    private static final String REF_STORAGE = "reftable";

    /// The config of the repository whose work tree or git directory is `directory`; linked work trees are
    /// followed.
    static GitConfigFile of(Path directory) throws IOException {
        var config = new Config();
        var file = gitDirectory(directory).resolve(Constants.CONFIG);
        if (Files.isRegularFile(file)) {
            try {
                config.fromText(Files.readString(file, StandardCharsets.UTF_8));
            } catch (ConfigInvalidException invalid) {
                throw new IOException("its config is not valid", invalid);
            }
        }
        return new GitConfigFile(config);
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

    /// Where the repository keeps its refs and objects; linked work trees are followed.
    static Path gitDirectory(Path directory) throws IOException {
        var dotGit = directory.resolve(Constants.DOT_GIT);
        if (Files.isRegularFile(dotGit)) {
            var text = Files.readString(dotGit, StandardCharsets.UTF_8).strip();
            var linked = directory.resolve(text.replaceFirst("^gitdir: ", ""));
            var common = linked.resolve("commondir");
            return Files.isRegularFile(common)
                    ? linked.resolve(
                            Files.readString(common, StandardCharsets.UTF_8).strip())
                    : linked;
        }
        return Files.isDirectory(dotGit) ? dotGit : directory;
    }
}
