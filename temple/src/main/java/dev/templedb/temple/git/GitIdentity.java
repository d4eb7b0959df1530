package dev.templedb.temple.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who the user says to git that they are: `user.name` and `user.email` of config files.
///
/// @param name  empty when no file says it
/// @param email empty when no file says it
public record GitIdentity(Optional<String> name, Optional<String> email) {
    /// Reads config files, of which later ones count more. Files that are not there or not readable say nothing.
    public static GitIdentity of(List<Path> files) {
        var identity = new GitIdentity(Optional.empty(), Optional.empty());
        for (var file : files) {
            var config = GitConfigFile.ofUser(file);
            var before = identity;
            identity = new GitIdentity(
                    Optional.ofNullable(config.getString("user", null, "name")).or(before::name),
                    Optional.ofNullable(config.getString("user", null, "email")).or(before::email));
        }
        return identity;
    }
}
