package dev.templedb.temple.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which names the user never wants to see, wherever they are: the file that `core.excludesFile` names. Only the user's
/// and the system's own settings are asked, never those of a repository.
public final class GitUserIgnores {
    private GitUserIgnores() {}

    /// The file of patterns, as the path that links lead to; empty when there is none.
    ///
    /// @param configs  config files, of which later ones count more; those that are not there say nothing
    /// @param home     what `~` means
    /// @param standard where the file is when no config file names one
    public static Optional<Path> file(List<Path> configs, Path home, Path standard) {
        var named = standard;
        for (var config : configs) {
            var name = GitConfigFile.ofUser(config).getString("core", null, "excludesfile");
            if (name != null) {
                named = name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
            }
        }
        try {
            return Optional.of(named.toRealPath()).filter(Files::isRegularFile);
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
