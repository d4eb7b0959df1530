package dev.templedb.temple.git;

import dev.templedb.core.TempleException;
import dev.templedb.temple.attributes.AttributeRules;
import dev.templedb.temple.attributes.LineEndDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;

/// What a git repository says of line ends beside its `.gitattributes`: `info/attributes`, and `core.autocrlf` and
/// `core.eol` of its settings.
public final class GitLineEnds {
    private static final String CORE = "core";
    private static final String AUTOCRLF = "autocrlf";
    private static final String EOL = "eol";

    private GitLineEnds() {}

    /// What counts in a directory that may be git's work tree, too. Only the settings of that repository are read,
    /// not
    /// those of the user and the system: a directory is the same on every machine.
    public static AttributeRules.Outside of(Path directory) {
        if (!Files.exists(directory.resolve(Constants.DOT_GIT), LinkOption.NOFOLLOW_LINKS)) {
            return AttributeRules.Outside.NOTHING;
        }
        try {
            var common = GitPlaces.of(directory).common();
            return of(GitConfigFile.ofUser(common.resolve(Constants.CONFIG)), common);
        } catch (IOException | TempleException unreadable) {
            return AttributeRules.Outside.NOTHING;
        }
    }

    /// What the settings of a repository and everything above them say.
    static AttributeRules.Outside of(Config config, Path common) {
        return new AttributeRules.Outside(
                LineEndDefaults.of(autocrlf(config), text(config, EOL)),
                Optional.of(common.resolve("info/attributes")));
    }

    private static String autocrlf(Config config) {
        var text = text(config, AUTOCRLF);
        if (text.equalsIgnoreCase("input")) {
            return "input";
        }
        try {
            return Boolean.toString(config.getBoolean(CORE, AUTOCRLF, false));
        } catch (IllegalArgumentException neither) {
            return "false";
        }
    }

    private static String text(Config config, String name) {
        var text = config.getString(CORE, null, name);
        return text == null ? "" : text;
    }
}
