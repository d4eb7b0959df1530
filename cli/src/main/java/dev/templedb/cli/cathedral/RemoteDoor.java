package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Temples;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.remotes.FolderRemote;
import dev.templedb.temple.remotes.Links;
import dev.templedb.temple.remotes.NamedRemote;
import dev.templedb.temple.remotes.Remote;
import dev.templedb.temple.remotes.RemoteProject;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.Remotes;
import dev.templedb.temple.remotes.ServerTeam;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.remotes.Tracking;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the remote that a command line means, and opens it.
final class RemoteDoor {
    private final Value<@Nullable String> remote;
    private final Value<@Nullable String> server;
    private final RemoteAccess access;
    private final Temples temples;

    /// Adds the options that name a remote.
    RemoteDoor(Usage usage, RemoteAccess access, Temples temples) {
        remote = usage.option("--remote", "NAME", "A remote of `templedb remote list`; not needed when there is one.");
        server = usage.option("--server", "URL|NAME", "The same, by the address of a server or by a name.");
        this.access = access;
        this.temples = temples;
    }

    /// Whether the command line names one.
    boolean isNamed() {
        return remote.get() != null || server.get() != null;
    }

    /// The remote that the command line names, or the only one.
    NamedRemote remote(Temple temple) {
        return named(temple).orElseGet(() -> only(temple));
    }

    private Optional<NamedRemote> named(Temple temple) {
        if (remote.get() != null && server.get() != null) {
            throw new TempleException(ErrorCode.USAGE, "Use either --remote or --server.");
        }
        var remotes = new Remotes(temple);
        var name = remote.get() == null ? server.get() : remote.get();
        if (name == null) {
            return Optional.empty();
        }
        if (Remotes.isServer(name)) {
            return Optional.of(remotes.passing(name));
        }
        return Optional.of(remotes.require(name));
    }

    private static NamedRemote only(Temple temple) {
        var all = new Remotes(temple).list();
        if (all.isEmpty()) {
            throw new TempleException(ErrorCode.REMOTE_NOT_FOUND, "This temple knows no remote yet.");
        }
        if (all.size() > 1) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "Say which remote is meant with --remote: %s."
                            .formatted(all.stream().map(NamedRemote::name).collect(Collectors.joining(", "))));
        }
        return all.getFirst();
    }

    /// What a project follows: of the remote that the command line names, or the last link.
    Optional<Tracking> tracking(Temple temple, String slug) {
        var all = new Links(temple).tracking(slug);
        var wanted = named(temple);
        return all.stream()
                .filter(one ->
                        wanted.isEmpty() || one.remote().id() == wanted.get().id())
                .findFirst();
    }

    /// The same.
    ///
    /// @throws TempleException with `PROJECT_NOT_LINKED`
    Tracking requireTracking(Temple temple, String slug) {
        return tracking(temple, slug)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.PROJECT_NOT_LINKED,
                        "The project %s does not follow anything%s."
                                .formatted(Printable.text(slug), isNamed() ? " there" : "")));
    }

    /// What a project follows, by the address that it has now: somebody else may have moved it.
    Tracking followed(Temple temple, Remote remote, Tracking tracking, String slug, Terminal terminal) {
        var there = remote.find(tracking.ref()).map(RemoteProject::ref).filter(ref -> !ref.isSame(tracking.ref()));
        if (there.isEmpty()) {
            return tracking;
        }
        var to = there.get();
        new Links(temple).followAll(tracking.remote(), tracking.ref(), to);
        terminal.note("%s was moved to %s, by the word of the server; %s follows it there."
                .formatted(tracking.ref(), to, Printable.text(slug)));
        return requireTracking(temple, slug);
    }

    Sharing sharing(Temple temple) {
        return new Sharing(temple, temples.scratch(), access.version());
    }

    /// Lets `work` use a remote.
    <T> T with(NamedRemote named, Function<Remote, T> work) {
        try (var opened = open(named)) {
            return work.apply(opened);
        }
    }

    /// Lets `work` use the remote that is meant, of an existing temple.
    <T> T with(BiFunction<Remote, NamedRemote, T> work) {
        var named = temples.inExisting(this::remote);
        return with(named, opened -> work.apply(opened, named));
    }

    /// Lets `work` use a remote that is known. A server that only the command line names becomes so, and does not
    /// stay it when `work` fails before the server has got anything: what was begun can be gone on with.
    <T> T keeping(Temple temple, NamedRemote named, BiFunction<Remote, NamedRemote, T> work) {
        if (named.isKept()) {
            return with(named, opened -> work.apply(opened, named));
        }
        var remotes = new Remotes(temple);
        var kept = remotes.server(named.address(), named.name());
        try {
            return with(kept, opened -> work.apply(opened, kept));
        } catch (TempleException failure) {
            if (!remotes.hasUnfinished(kept) && !isCutOff(failure)) {
                remotes.remove(kept.name());
            }
            throw failure;
        }
    }

    /// Whether it is open how much of a request has come to the server.
    static boolean isCutOff(TempleException failure) {
        return failure.code() == ErrorCode.INTERRUPTED
                || failure.code() == ErrorCode.REMOTE_UNREACHABLE
                        && failure.getCause() instanceof IOException broken
                        && !isWithoutConnection(broken);
    }

    private static boolean isWithoutConnection(Throwable broken) {
        return broken instanceof ConnectException
                || broken instanceof HttpConnectTimeoutException
                || broken instanceof UnknownHostException
                || broken instanceof UnresolvedAddressException
                || broken.getCause() != null && isWithoutConnection(broken.getCause());
    }

    Remote open(NamedRemote named) {
        return switch (named.kind()) {
            case FOLDER -> new FolderRemote(Path.of(named.address()), temples.scratch(), temples.clock());
            case SERVER -> access.server(named.address());
        };
    }

    /// The server that the command line names, or the only one.
    NamedRemote server(Temple temple) {
        if (isNamed()) {
            return requireServer(remote(temple));
        }
        var servers = new Remotes(temple)
                .list().stream()
                        .filter(one -> one.kind() == NamedRemote.Kind.SERVER)
                        .toList();
        return servers.size() == 1 ? servers.getFirst() : requireServer(remote(temple));
    }

    private static NamedRemote requireServer(NamedRemote named) {
        if (named.kind() != NamedRemote.Kind.SERVER) {
            throw new TempleException(
                    ErrorCode.REMOTE_CANNOT, "%s is a folder, which has no accounts.".formatted(named.name()));
        }
        return named;
    }

    /// Lets `work` use what only servers have.
    <T> T withTeam(Function<ServerTeam, T> work) {
        return withTeam(temples.inExisting(this::server), work);
    }

    /// Lets `work` use what only servers have, of one of them.
    <T> T withTeam(NamedRemote named, Function<ServerTeam, T> work) {
        try (var remote = access.server(requireServer(named).address())) {
            return work.apply(remote.team());
        }
    }

    /// `OWNER/PROJECT` as a command line has it.
    static RemoteRef ref(String argument) {
        var parts = List.of(argument.split("/", -1));
        if (parts.size() != 2) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" does not name a project of a remote, such as ada/web-app."
                            .formatted(Printable.text(argument)));
        }
        return RemoteRef.of(parts.getFirst(), parts.getLast());
    }
}
