package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.OutputPath;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.temple.secrets.Secrets;
import dev.templedb.temple.signing.UsualSigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral export SLUG`
public final class ExportCommand implements Command {
    private final Value<String> slug;
    private final Value<@Nullable String> output;
    private final Value<@Nullable String> layout;
    private final Value<String[]> excludes;
    private final Value<Boolean> noHistory;
    private final Value<Boolean> rewriteHistory;
    private final Value<Boolean> overwrite;
    private final Value<Boolean> includeSecrets;
    private final Value<Boolean> includeRows;
    private final Value<String[]> encryptFor;
    private final Value<Boolean> force;
    private final Value<Boolean> allowSecrets;
    private final UserKeys.Option ageKeys;
    private final UserKeys keys;
    private final Value<@Nullable String> since;
    private final Value<Boolean> sign;
    private final SigningOptions signing;
    private final String version;
    private final Temples temples;
    private final Terminal terminal;

    /// @param version of this program, for the manifest
    /// @param home    of the user, where their SSH keys are
    public ExportCommand(
            Usage usage,
            String version,
            Path home,
            UsualSigningKey usual,
            Temples temples,
            UserKeys keys,
            Terminal terminal) {
        usage.says(
                        "The package appears whole or not at all. Paths that are left out change commit ids, so --exclude leaves"
                                + " the history out too, unless --rewrite-history gives every commit a new id.")
                .says(
                        "No secret leaves without --include-secrets, and none ever in the clear: secrets go along as they are encrypted in"
                                + " the temple, or with --encrypt-for to the keys that you name.")
                .says(
                        "Every commit is searched for files that look like secrets; a public project with a .env file, a private key or a"
                                + " token of a well-known shape is not exported, unless --allow-secrets is given.")
                .example("templedb cathedral export web-app")
                .example("templedb cathedral export web-app --output ~/exports/ --layout directory")
                .example("templedb cathedral export web-app --exclude \"*.mp4\" --output web.cathedral")
                .example("templedb cathedral export web-app --include-secrets --encrypt-for ~/keys/bob.pub")
                .example("templedb cathedral export web-shop --include-rows")
                .example("templedb cathedral export web-app --output - | ssh host 'cat >web-app.cathedral'")
                .exits(ExitCode.FAILED, "the package cannot be written")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project or no temple")
                .exits(ExitCode.CONFLICT, "there is a package already")
                .exits(
                        ExitCode.REFUSED,
                        "secrets or rows would get into a public package, or none of your keys opens them")
                .exits(ExitCode.UNAVAILABLE, "the disk is full");
        slug = usage.parameter("SLUG", "Slug of a local project.");
        output = usage.option(
                "--output",
                "DIR|FILE",
                "Where the package goes, or - for standard output; the current directory without it.");
        layout = usage.option(
                "--layout",
                "LAYOUT",
                "file (the default), directory or tar.zst (for a FILE of that name).",
                PackageDesk::requireLayout);
        excludes = usage.options("--exclude", "GLOB", "Leave these paths out; may be repeated.");
        noHistory = usage.flag("--no-history", "Only the files that HEAD names, as one commit.");
        rewriteHistory = usage.flag("--rewrite-history", "All commits without the excluded paths, with new ids.");
        overwrite = usage.flag("--overwrite", "Replace a package that is there already.");
        includeSecrets = usage.flag("--include-secrets", "Take the secrets along, encrypted.");
        includeRows = usage.flag("--include-rows", "Take the rows, keys and values of its databases along.");
        encryptFor = usage.severalWords(
                "--encrypt-for",
                "KEY",
                "Public keys, or files that hold some, that open the secrets in the package; after the SLUG.");
        force = usage.flag("--force", "Put secrets and rows into a package of a public project too.");
        allowSecrets = usage.flag(
                "--allow-secrets",
                "Let .env files, private keys and tokens out that lie among the files of a public project.");
        ageKeys = new UserKeys.Option(usage);
        this.keys = keys;
        since = usage.option(
                "--since",
                "BASE",
                "Only what is new since BASE: an earlier package, a content root, a tag, branch or commit.");
        sign = usage.flag("--sign", "Sign the package.");
        signing = new SigningOptions(usage, home, usual);
        this.version = version;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        requireStreamable();
        if (!sign.get() && signing.isGiven()) {
            throw new TempleException(ErrorCode.USAGE, "--key and --openpgp need --sign.");
        }
        if (since.get() != null
                && (noHistory.get() || rewriteHistory.get() || excludes.get().length > 0 || !layout().equals("file"))) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "An incremental package is a single file of whole commits: --since goes with none of --exclude,"
                            + " --no-history, --rewrite-history and other layouts.");
        }
        if (noHistory.get() && rewriteHistory.get()) {
            throw new TempleException(ErrorCode.USAGE, "Use either --no-history or --rewrite-history.");
        }
        if (encryptFor.get().length > 0 && !includeSecrets.get()) {
            throw new TempleException(ErrorCode.USAGE, "--encrypt-for belongs to --include-secrets.");
        }
        if (excludes.get().length > 0 && !noHistory.get() && !rewriteHistory.get()) {
            terminal.note("--exclude leaves the history out; --rewrite-history keeps it, with new commit ids.");
        }
        var exported = temples.inExisting(
                temple -> new PackageDesk(temples.scratch(), terminal.progress()).export(temple, request(temple)));
        if (isStream()) {
            copyOut(exported.path());
            exported.notices().forEach(notice -> terminal.note(Printable.text(notice)));
            return ExitCode.OK;
        }
        terminal.say(
                exported,
                "Exported %s to %s: %s, %s."
                        .formatted(
                                exported.slug(),
                                Printable.text(exported.path().toString()),
                                Quantities.count(exported.files(), "file"),
                                Quantities.bytes(exported.packageBytes())));
        exported.notices().forEach(notice -> terminal.note(Printable.text(notice)));
        return ExitCode.OK;
    }

    private PackageDesk.Export request(Temple temple) {
        return new PackageDesk.Export(
                slug.get(),
                output(),
                layout(),
                List.of(excludes.get()),
                noHistory.get(),
                rewriteHistory.get(),
                overwrite.get(),
                version,
                secrets(temple),
                includeRows.get(),
                sign.get() ? Optional.of(signing.key()) : Optional.empty(),
                Optional.ofNullable(since.get()));
    }

    private PackagedSecrets secrets(Temple temple) {
        if (!includeSecrets.get()) {
            return new PackagedSecrets(false, Map.of(), force.get(), allowSecrets.get());
        }
        var recipients = List.of(encryptFor.get());
        return new PackagedSecrets(
                true,
                recipients.isEmpty()
                        ? Map.of()
                        : new Secrets(temple).encryptedFor(slug.get(), recipients, keys.ring(ageKeys.get())),
                force.get(),
                allowSecrets.get());
    }

    private boolean isStream() {
        return "-".equals(output.get());
    }

    private void requireStreamable() {
        if (isStream() && layout().equals("directory")) {
            throw new TempleException(ErrorCode.USAGE, "A directory cannot be written to standard output.");
        }
        if (isStream() && terminal.isForPerson()) {
            throw new TempleException(
                    ErrorCode.USAGE, "A package is not for a terminal: send standard output to a file or a program.");
        }
        if (isStream() && terminal.format() != Format.TABLE) {
            throw new TempleException(
                    ErrorCode.USAGE, "With --output - standard output is the package, so --format has no place.");
        }
    }

    /// Nobody reads half a package: it is written whole before its first byte goes out.
    private void copyOut(Path file) {
        try (var in = Files.newInputStream(file)) {
            in.transferTo(terminal.stream());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } finally {
            try {
                Files.deleteIfExists(file);
                Files.deleteIfExists(Objects.requireNonNull(file.getParent()));
            } catch (IOException inUse) {
                terminal.note("%s could not be removed.".formatted(Printable.text(file.toString())));
            }
        }
    }

    private Path output() {
        var given = output.get();
        if (isStream()) {
            return OutputPath.of(temples.scratch()
                    .resolve("out-" + UUID.randomUUID() + "/package")
                    .toString());
        }
        return given == null ? Path.of("").toAbsolutePath() : OutputPath.of(given);
    }

    /// Without `--layout` the name of the output decides: nobody expects another file in `x.tar.zst`.
    private String layout() {
        var given = output.get();
        return Objects.requireNonNullElse(
                layout.get(), given != null && given.endsWith(".tar.zst") ? "tar.zst" : "file");
    }
}
