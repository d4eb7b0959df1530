package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.PackageOrSlug;
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
import dev.templedb.core.VersionName;
import dev.templedb.temple.Temple;
import dev.templedb.temple.exchange.PackagedFacts;
import dev.templedb.temple.exchange.PackagedSecrets;
import dev.templedb.temple.projects.Project;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.projects.Visibility;
import dev.templedb.temple.remotes.Links;
import dev.templedb.temple.remotes.NamedRemote;
import dev.templedb.temple.remotes.NewVersion;
import dev.templedb.temple.remotes.PackagePush;
import dev.templedb.temple.remotes.Remote;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.remotes.Tracking;
import dev.templedb.temple.signing.SigningKey;
import dev.templedb.temple.signing.UsualSigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral push PROJECT[:VERSION]|PACKAGE`
public final class PushCommand implements Command {
    private final Value<String> what;
    private final Value<@Nullable String> as;
    private final Value<@Nullable String> visibility;
    private final Value<@Nullable String> tags;
    private final Value<@Nullable String> notes;
    private final Value<Boolean> includeSecrets;
    private final Value<Boolean> allowSecrets;
    private final Value<Boolean> sign;
    private final Value<Boolean> noSign;
    private final SigningOptions signing;
    private final ReaderReview readers;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    /// @param home of the user, where their SSH keys are
    public PushCommand(
            Usage usage,
            RemoteAccess access,
            Path home,
            UsualSigningKey usual,
            UserKeys keys,
            Temples temples,
            Terminal terminal) {
        usage.says(
                        "Gives the shared project the state that the project has here; with :VERSION that state is published too,"
                                + " under a name that never changes. Only what the other side does not have is sent.")
                .says(
                        "A project that follows nothing yet is pushed to OWNER/PROJECT, and follows that from then on; OWNER is you,"
                                + " unless --as says something else. When somebody else has pushed meanwhile nothing is sent; take in what"
                                + " is new with `templedb cathedral sync` first.")
                .says(
                        "What is pushed is searched for secrets as exports are. Encrypted secrets go along with --include-secrets,"
                                + " and never to a public project. On a server they are encrypted for everybody who works on the project,"
                                + " as soon as you have confirmed each key, and anew without those who no longer do.")
                .says(
                        "Once `templedb cathedral signing` has set a key, it signs each version that is published; --no-sign leaves that"
                                + " out. A project of a server may take signed versions only.")
                .example("templedb cathedral push my-project")
                .example("templedb cathedral push my-project --visibility public --tags \"react,frontend,web\"")
                .example("templedb cathedral push my-project:v1.2.0 --notes \"Faster start\"")
                .example(
                        "templedb cathedral push my-project --include-secrets --trust-key SHA256:jqjnXhF1fXGVxFvN0ABv4KgJqDkXwSxDGhmPgYE2mcE")
                .example("templedb cathedral push ~/exports/my-project.cathedral --as ada/my-project")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, remote or temple")
                .exits(
                        ExitCode.CONFLICT,
                        "somebody else has pushed, the version is published already, or conflicts wait for a decision")
                .exits(
                        ExitCode.REFUSED,
                        "you may not, the version must be signed, or secrets would get into a public project")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached, or the disk is full");
        what = usage.parameter("PROJECT[:VERSION]|PACKAGE", "Slug of a local project, or a package.");
        as = usage.option(
                "--as", "OWNER/PROJECT", "Where to push a project that follows nothing yet; OWNER/ keeps its slug.");
        visibility = usage.option("--visibility", "VISIBILITY", "public, internal or private; kept with the project.");
        tags = usage.option(
                "--tags", "TAGS", "Words to find the project by, separated by commas; kept with the project.");
        notes = usage.option("--notes", "TEXT", "What is new in the version.");
        includeSecrets = usage.flag("--include-secrets", "Take the secrets along, encrypted as they are.");
        allowSecrets = usage.flag(
                "--allow-secrets", "Let .env files and private keys out that lie among the files of a public project.");
        sign = usage.flag("--sign", "Sign what is pushed.");
        noSign = usage.flag("--no-sign", "Leave out the signature that `templedb cathedral signing` asks for.");
        signing = new SigningOptions(usage, home, usual);
        readers = new ReaderReview(usage, keys, terminal);
        door = new RemoteDoor(usage, access, temples);
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (!sign.get() && signing.isGiven()) {
            throw new TempleException(ErrorCode.USAGE, "--key and --openpgp need --sign.");
        }
        if (sign.get() && noSign.get()) {
            throw new TempleException(ErrorCode.USAGE, "Use either --sign or --no-sign.");
        }
        return switch (PackageOrSlug.of(what.get())) {
            case PackageOrSlug.PackagePath(var path) -> pushPackage(Path.of(path));
            case PackageOrSlug.Local(var text) -> pushProject(text);
            case PackageOrSlug.Remote _, PackageOrSlug.Address _ ->
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s is no project of this temple; push a local project or a package."
                                .formatted(Printable.text(what.get())));
        };
    }

    private int pushProject(String text) {
        int colon = text.indexOf(':');
        var slug = colon < 0 ? text : text.substring(0, colon);
        var version = colon < 0
                ? Optional.<NewVersion>empty()
                : Optional.of(
                        new NewVersion(VersionName.of(text.substring(colon + 1)), Optional.ofNullable(notes.get())));
        if (version.isEmpty() && notes.get() != null) {
            throw new TempleException(
                    ErrorCode.USAGE, "Notes belong to a version: push %s:1.0.0.".formatted(Printable.text(slug)));
        }
        var pushed = temples.inExisting(temple -> {
            var project = new Projects(temple).require(slug);
            var known = door.tracking(temple, slug);
            var named = known.map(Tracking::remote).orElseGet(() -> door.remote(temple));
            return door.keeping(temple, named, (remote, kept) -> {
                boolean takesSecrets = includeSecrets.get()
                        || known.filter(this::isMeant)
                                .map(Tracking::withSecrets)
                                .orElse(false);
                requireNotPublic(project, takesSecrets);
                var tracking = tracking(temple, remote, kept, project.slug(), known);
                requireWhatIsSigned(known, tracking, version);
                boolean withSecrets = includeSecrets.get() || tracking.withSecrets();
                var said = withSecrets
                        ? readers.run(temple, remote, tracking, project.slug().text())
                        : List.<String>of();
                var push = new Sharing.Push(
                        tracking,
                        project.slug().text(),
                        version,
                        facts(),
                        new PackagedSecrets(withSecrets, Map.of(), false, allowSecrets.get()),
                        key(version));
                return push(temple, remote, push, known.isEmpty()).withNotices(said);
            });
        });
        return say(pushed);
    }

    /// @param isFirst whether the project follows nothing there: then it follows what may have come to the other
    /// side, so
    ///                that a later push goes on with that
    private Sharing.Pushed push(Temple temple, Remote remote, Sharing.Push push, boolean isFirst) {
        try {
            return door.sharing(temple).push(remote, push, terminal.progress());
        } catch (TempleException failure) {
            if (isFirst && RemoteDoor.isCutOff(failure)) {
                var wanted = push.tracking();
                new Links(temple).link(push.slug(), wanted.remote(), wanted.ref());
            }
            throw failure;
        }
    }

    /// What is set signs versions, which others rely on; a state without one is signed when that is said.
    private Optional<SigningKey> key(Optional<NewVersion> version) {
        if (sign.get()) {
            return Optional.of(signing.key());
        }
        return noSign.get() ? Optional.empty() : version.flatMap(_ -> signing.usualKey());
    }

    private int say(Sharing.Pushed pushed) {
        terminal.say(pushed, sentence(pushed));
        if (terminal.format() == Format.TABLE) {
            pushed.notices().forEach(notice -> terminal.note(Printable.text(notice)));
        }
        return ExitCode.OK;
    }

    private static String sentence(Sharing.Pushed pushed) {
        var sent = pushed.moved()
                ? "Pushed %s to %s (%s).".formatted(pushed.ref(), pushed.remote(), Quantities.bytes(pushed.bytes()))
                : "%s already has this state of %s.".formatted(pushed.remote(), pushed.ref());
        return pushed.version()
                .map(version -> sent + " Version " + version + " is published.")
                .orElse(sent);
    }

    /// Asked before anything changes, so that a refusal leaves the project and its readers as they were.
    private void requireNotPublic(Project project, boolean takesSecrets) {
        var wanted = visibility.get() == null ? project.fields().visibility() : Visibility.of(visibility.get());
        if (takesSecrets && wanted == Visibility.PUBLIC) {
            throw new TempleException(
                    ErrorCode.SECRETS_IN_PUBLIC_PACKAGE,
                    "Project %s would be public, and its secrets go along with a push; nothing was changed or pushed."
                            .formatted(project.slug()));
        }
    }

    /// What the command line says of the project travels, and is kept with it.
    private PackagedFacts facts() {
        return new PackagedFacts(Optional.ofNullable(visibility.get()).map(Visibility::of), words(tags.get()));
    }

    private static List<String> words(@Nullable String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    private Tracking tracking(Temple temple, Remote remote, NamedRemote named, Slug slug, Optional<Tracking> known) {
        var given = as.get();
        if (known.isPresent() && given == null) {
            return door.followed(temple, remote, known.get(), slug.text(), terminal);
        }
        return new Links(temple).wanted(slug.text(), named, target(remote, temple, slug));
    }

    /// Whether the command line leaves the project following what it follows.
    private boolean isMeant(Tracking known) {
        var given = as.get();
        return given == null
                || RemoteDoor.ref(given.endsWith("/") ? given + what.get().replaceFirst(":.*", "") : given)
                        .equals(known.ref());
    }

    /// What is signed names the project: which one that is must not be a server's word alone.
    private void requireWhatIsSigned(Optional<Tracking> known, Tracking now, Optional<NewVersion> version) {
        var before = known.map(Tracking::ref).filter(ref -> !ref.isSame(now.ref()));
        if (as.get() == null
                && before.isPresent()
                && version.isPresent()
                && key(version).isPresent()) {
            throw new TempleException(
                    ErrorCode.MOVED_BEFORE_SIGNING,
                    "%s was moved to %s, by the word of the server; nothing was signed or pushed."
                            .formatted(before.get(), now.ref()));
        }
    }

    private RemoteRef target(Remote remote, Temple temple, Slug slug) {
        var given = as.get();
        if (given == null) {
            return new RemoteRef(Slug.fromName(remote.me().orElse(temple.user())), slug);
        }
        return RemoteDoor.ref(given.endsWith("/") ? given + slug : given);
    }

    private int pushPackage(Path path) {
        if (tags.get() != null || includeSecrets.get() || sign.get()) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "A package goes as it is: --tags, --include-secrets and --sign are for projects of this temple.");
        }
        return say(temples.inAny(temple -> {
            var named = door.remote(temple);
            return door.keeping(
                    temple,
                    named,
                    (remote, kept) -> new PackagePush(temple, temples.scratch())
                            .push(
                                    remote,
                                    kept,
                                    path,
                                    slug -> target(remote, temple, slug),
                                    Optional.ofNullable(visibility.get()),
                                    terminal.progress()));
        }));
    }
}
