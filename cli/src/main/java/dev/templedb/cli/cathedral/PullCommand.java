package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.PackageOrSlug;
import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Details;
import dev.templedb.cli.terminal.Format;
import dev.templedb.cli.terminal.Quantities;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.cli.worktree.Identity;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Slug;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.remotes.Links;
import dev.templedb.temple.remotes.NamedRemote;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.RemoteVersion;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.remotes.SyncConflicts;
import dev.templedb.temple.remotes.Tracking;
import dev.templedb.temple.remotes.Want;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `templedb cathedral pull OWNER/PROJECT[:VERSION]`
public final class PullCommand implements Command {
    private final Value<String> what;
    private final Value<@Nullable Slug> as;
    private final TrustOptions trust;
    private final Identity identity;
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;

    public PullCommand(Usage usage, RemoteAccess access, Identity identity, Temples temples, Terminal terminal) {
        usage.says(
                        "Makes a project of what is shared, or of a published version, with its whole history. It follows what it came"
                                + " from: `templedb cathedral sync` keeps both together. Everything that comes is proved before it is kept.")
                .says(
                        "A project that follows OWNER/PROJECT already takes in what is new, as `templedb cathedral sync --pull` does.")
                .example("templedb cathedral pull ada/my-project")
                .example("templedb cathedral pull ada/my-project:v1.0.0 --as old-project")
                .example("templedb cathedral pull ada/my-project:latest")
                .example(
                        "templedb cathedral pull ada/my-project:latest --allowed-signers ~/.ssh/allowed_signers --require-signature")
                .exits(ExitCode.USAGE, "")
                .exits(ExitCode.NOT_FOUND, "there is no such project, version or remote")
                .exits(
                        ExitCode.CONFLICT,
                        "there is another project of that slug, or both sides have changed the same things")
                .exits(ExitCode.REFUSED, "what came is damaged, not safe, or not signed as you ask")
                .exits(ExitCode.UNAVAILABLE, "the remote cannot be reached, the temple is busy, or the disk is full");
        what = usage.parameter("OWNER/PROJECT[:VERSION]", "A project of the remote; :latest is its highest version.");
        trust = TrustOptions.ofVersions(usage);
        as = usage.option("--as", "SLUG", "Short name of the project here; the other's without it.", Slug::new);
        door = new RemoteDoor(usage, access, temples);
        this.identity = identity;
        this.temples = temples;
        this.terminal = terminal;
    }

    @Override
    public int run() {
        if (!(PackageOrSlug.of(what.get()) instanceof PackageOrSlug.Remote(var owner, var project, var version))) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" does not name a project of a remote, such as ada/web-app."
                            .formatted(Printable.text(what.get())));
        }
        var ref = RemoteRef.of(owner, project);
        return temples.inAny(temple -> pull(temple, ref, version));
    }

    private int pull(Temple temple, RemoteRef ref, String version) {
        var given = as.get();
        var slug = given == null ? ref.slug() : given;
        var named = door.remote(temple);
        var followed = version.isEmpty() ? followed(temple, slug, ref, named) : Optional.<Tracking>empty();
        if (followed.isPresent()) {
            var joined = door.with(
                    named,
                    remote -> door.sharing(temple)
                            .pull(
                                    remote,
                                    new Sharing.Pull(
                                            followed.get(),
                                            slug.text(),
                                            Optional.empty(),
                                            identity.now(null),
                                            false,
                                            trust.reader(temple.clock().instant())),
                                    terminal.progress()));
            return new JoinPrinter(terminal)
                    .print(slug.text(), joined, new SyncConflicts(temple).list(slug.text(), false));
        }
        var joined = door.with(
                named,
                remote -> door.sharing(temple)
                        .clone(
                                remote,
                                named,
                                ref,
                                Want.of(version),
                                slug,
                                trust.reader(temple.clock().instant()),
                                terminal.progress()));
        say(slug, ref, joined);
        return ExitCode.OK;
    }

    /// How a project that is here follows what is to be pulled.
    private static Optional<Tracking> followed(Temple temple, Slug slug, RemoteRef ref, NamedRemote named) {
        return new Projects(temple)
                .find(slug.text())
                .flatMap(project -> new Links(temple).tracking(slug.text(), named))
                .filter(one -> one.ref().equals(ref));
    }

    private void say(Slug slug, RemoteRef ref, Sharing.Cloned cloned) {
        var joined = cloned.report();
        var signers = cloned.signers();
        var version = cloned.version().map(one -> one.name().text());
        terminal.say(
                new Details()
                        .with("slug", slug.text())
                        .with("project", ref.toString())
                        .with("version", version.orElse(null))
                        .with("outcome", "imported")
                        .with("new_commits", joined.newCommits())
                        .with("content_root", joined.contentRoot().hex())
                        .with("signature", signers.word())
                        .with("signer", signers.signer().isEmpty() ? null : signers.signer())
                        .with("signed_as", signers.signedAs().orElse(null))
                        .with("signer_by_server", cloned.byServer().orElse(null))
                        .with("notices", joined.notices()),
                "Pulled %s as %s: %s, state %s.%s"
                        .formatted(
                                version.map(name -> ref + " " + name).orElse(ref.toString()),
                                slug,
                                Quantities.count(joined.newCommits(), "commit"),
                                joined.contentRoot().hex().substring(0, 10),
                                SignerText.of(cloned)));
        if (terminal.format() == Format.TABLE) {
            signers.notes().forEach(terminal::note);
        }
        new JoinPrinter(terminal).notices(joined);
        cloned.version().filter(RemoteVersion::yanked).ifPresent(yanked -> terminal.warn(YankedText.of(yanked)));
    }
}
