package dev.templedb.cli.worktree;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.git.GitIdentity;
import dev.templedb.temple.git.GitUserIgnores;
import dev.templedb.temple.worktree.WorkAuthor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the user says to git. Who makes commits: what `--author` says, then git's environment variables, then git's
/// settings, then the user's
/// name.
///
/// @param variables environment variables
/// @param home      the user's home directory
/// @param user      the user's name
/// @param zone      where the user's clock is
public record Identity(Map<String, String> variables, Path home, String user, Clock clock, ZoneId zone) {
    private static final Pattern AUTHOR = Pattern.compile("\\s*([^<>]*?)\\s*<([^<>]*)>\\s*");
    private static final Pattern SECONDS = Pattern.compile("@?(\\d{1,12}) ([+-])(\\d{2})(\\d{2})");

    /// The author and committer of a commit that is made now.
    ///
    /// An address that nobody has said is empty. With `author`, who then makes the commit too.
    ///
    /// @param author `Name <address>`; null: whoever makes the commit
    public WorkAuthor now(@Nullable String author) {
        var git = settings();
        var committer = person("COMMITTER", git);
        if (author == null) {
            return new WorkAuthor(person("AUTHOR", git), committer);
        }
        var match = AUTHOR.matcher(author);
        if (!match.matches() || match.group(1).isEmpty()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "--author takes a name and an address, such as \"Ada <ada@example.org>\", not \"%s\"."
                            .formatted(Printable.text(author)));
        }
        var time = person("AUTHOR", git);
        var named = WorkAuthor.person(match.group(1), match.group(2), time.at(), time.zoneMinutes());
        return new WorkAuthor(
                named,
                committer.email().isEmpty()
                        ? WorkAuthor.person(named.name(), named.email(), committer.at(), committer.zoneMinutes())
                        : committer);
    }

    private WorkAuthor.Signature person(String role, GitIdentity git) {
        var name = variable("GIT_" + role + "_NAME").or(git::name).orElse(user);
        var email = variable("GIT_" + role + "_EMAIL")
                .or(git::email)
                .or(() -> variable("EMAIL"))
                .orElse("");
        return variable("GIT_" + role + "_DATE")
                .map(date -> at(date, name, email))
                .orElseGet(() -> at(clock.instant(), zone(clock.instant()), name, email));
    }

    private static WorkAuthor.Signature at(Instant at, int zoneMinutes, String name, String email) {
        return WorkAuthor.person(name, email, at, zoneMinutes);
    }

    private int zone(Instant at) {
        return zone.getRules().getOffset(at).getTotalSeconds() / 60;
    }

    private static WorkAuthor.Signature at(String date, String name, String email) {
        var seconds = SECONDS.matcher(date.strip());
        try {
            if (seconds.matches()) {
                int minutes = Integer.parseInt(seconds.group(3)) * 60 + Integer.parseInt(seconds.group(4));
                return at(
                        Instant.ofEpochSecond(Long.parseLong(seconds.group(1))),
                        seconds.group(2).equals("-") ? -minutes : minutes,
                        name,
                        email);
            }
            var time = OffsetDateTime.parse(date.strip().replace(' ', 'T'));
            return at(time.toInstant(), time.getOffset().getTotalSeconds() / 60, name, email);
        } catch (DateTimeException unreadable) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" is not a time such as 2026-01-31T12:00:00+01:00 or 1700000000 +0100."
                            .formatted(Printable.text(date)),
                    unreadable);
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    private GitIdentity settings() {
        return GitIdentity.of(configs());
    }

    /// The config files of the user, those that count more behind the others.
    private List<Path> configs() {
        var given = variables.get("GIT_CONFIG_GLOBAL");
        return given != null
                ? List.of(Path.of(given))
                : List.of(gitHome().resolve("config"), home.resolve(".gitconfig"));
    }

    private Path gitHome() {
        var config = Objects.requireNonNullElse(variables.get("XDG_CONFIG_HOME"), "");
        return (config.startsWith("/") ? Path.of(config) : home.resolve(".config")).resolve("git");
    }

    /// The file with the names that the user never wants to see, if there is one.
    public Optional<Path> ignores() {
        var all = new ArrayList<Path>();
        if (variable("GIT_CONFIG_NOSYSTEM").isEmpty()) {
            all.add(Path.of(variable("GIT_CONFIG_SYSTEM").orElse("/etc/gitconfig")));
        }
        all.addAll(configs());
        return GitUserIgnores.file(all, home, gitHome().resolve("ignore"));
    }

    /// The program that edits messages.
    Optional<String> editor() {
        return variable("GIT_EDITOR").or(() -> variable("VISUAL")).or(() -> variable("EDITOR"));
    }
}
