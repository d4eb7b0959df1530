package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.command.UserKeys;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.query.PackageDesk;
import dev.templedb.temple.secrets.KeyRing;
import dev.templedb.temple.secrets.Secrets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral import PATH`
public final class ImportCommand implements Command {
    private final Value<String> path;
    private final Value<@Nullable Slug> slug;
    private final Value<Boolean> overwrite;
    private final Value<Boolean> partial;
    private final Value<Boolean> dryRun;
    private final Value<Boolean> decryptSecrets;
    private final UserKeys.Option ageKeys;
    private final UserKeys keys;
    private final Temples temples;
    private final Terminal terminal;

    public ImportCommand(Usage usage, Temples temples, UserKeys keys, Terminal terminal) {
        usage.says(
                        "Takes packages of every layout, whatever they are called, and proves every byte before anything is kept."
                                + " The temple is made if there is none. A project that is replaced can be brought back for 30 days.")
                .says(
                        "An incremental package moves the project on that has its base. When the project has something of its own since"
                                + " then, nothing is changed; --overwrite gives that up.")
                .example("templedb cathedral import web-app.cathedral")
                .example("templedb cathedral import web-app.cathedral --as my-fork")
                .example(
                        "templedb cathedral import web-app.cathedral --decrypt-secrets --age-key ~/.config/age/keys.txt")
                .example("templedb cathedral import ~/backups/web-app.cathedral.tar.zst --overwrite")
                .exits(ExitCode.FAILED, "something was left out; what and why is listed")
                .exits(ExitCode.USAGE, "the file is no package, or of a version that is too new")
                .exits(ExitCode.NOT_FOUND, "there is no such package")
                .exits(
                        ExitCode.CONFLICT,
                        "there is already such a project; for an incremental package, its base is missing or the project has more")
                .exits(ExitCode.REFUSED, "the package is damaged or not safe")
                .exits(ExitCode.UNAVAILABLE, "the address cannot be reached, the temple is busy, or the disk is full");
        path = usage.parameter("PATH|URL", "A package in any layout, on this machine or at an https address.");
        slug = usage.option("--as", "SLUG", "Short name of the project; the package's own without it.", Slug::new);
        overwrite = usage.flag("--overwrite", "Replace the project that has the slug now.");
        partial = usage.flag("--partial", "Take what can be taken, and list the rest.");
        dryRun = usage.flag("--dry-run", "Prove the package and say what would come in.");
        decryptSecrets = usage.flag(
                "--decrypt-secrets", "Open the secrets of the package, and encrypt them to your own keys too.");
        ageKeys = new UserKeys.Option(usage);
        this.keys = keys;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (decryptSecrets.get() && dryRun.get()) {
            throw new TempleException(ErrorCode.USAGE, "Use either --decrypt-secrets or --dry-run.");
        }
        var ring = keys.ringThatAsksOnce(ageKeys.get());
        if (decryptSecrets.get()) {
            ring.requireUsable();
        }
        var opening = Optional.of(ring).filter(keys -> decryptSecrets.get());
        var imported = dryRun.get()
                ? temples.withoutWriting(temple -> take(temple, opening))
                : temples.inAny(temple -> take(temple, opening));
        terminal.say(imported, sentence(imported));
        if (terminal.format() == Format.TABLE) {
            imported.notices().forEach(notice -> terminal.note(Printable.text(notice)));
            for (var left : imported.leftOut()) {
                terminal.warn("Left out %s: %s".formatted(Printable.text(left.what()), Printable.text(left.reason())));
            }
        }
        if (decryptSecrets.get()) {
            var secrets = temples.inExisting(temple -> new Secrets(temple).list(imported.slug()));
            terminal.note("Decrypted %s, which your own keys open now."
                    .formatted(Quantities.count(secrets.size(), "secret")));
        }
        return imported.leftOut().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private String sentence(PackageDesk.Imported imported) {
        if (imported.outcome().equals("unchanged")) {
            return "%s has everything that the package holds already%s."
                    .formatted(imported.slug(), overwrite.get() ? notReplaced() : "");
        }
        return "%s %s: %s, %s, %s.%s"
                .formatted(
                        words(imported),
                        imported.slug(),
                        Quantities.count(imported.commits(), "commit"),
                        Quantities.count(imported.branches(), "branch"),
                        Quantities.count(imported.files(), "file"),
                        imported.replaced() && !imported.dryRun()
                                ? " `templedb undo` brings the replaced project back."
                                : "");
    }

    private String notReplaced() {
        return ", so nothing %s replaced".formatted(dryRun.get() ? "would be" : "was");
    }

    private static String words(PackageDesk.Imported imported) {
        if (imported.outcome().equals("updated")) {
            return imported.dryRun() ? "Would update" : "Updated";
        }
        var words = imported.dryRun() ? "Would import" : "Imported";
        return imported.leftOut().isEmpty() ? words : words + " only a part of";
    }

    private PackageDesk.Imported take(Temple temple, Optional<KeyRing> opening) {
        var desk = new PackageDesk(temples.scratch(), terminal.progress());
        return PackageLocation.read(
                path.get(), temples.scratch(), terminal.progress(), file -> take(temple, desk, file, opening));
    }

    private PackageDesk.Imported take(Temple temple, PackageDesk desk, Path file, Optional<KeyRing> opening) {
        try {
            return desk.importFrom(
                    temple,
                    file,
                    Optional.ofNullable(slug.get()),
                    overwrite.get(),
                    partial.get(),
                    dryRun.get(),
                    opening);
        } catch (TempleException failure) {
            if (failure.code() != ErrorCode.SECRET_LOCKED) {
                throw failure;
            }
            throw new TempleException(
                    failure.code(),
                    "%s Nothing was imported; without --decrypt-secrets the project comes in with its secrets locked."
                            .formatted(failure.getMessage()),
                    failure);
        }
    }
}
