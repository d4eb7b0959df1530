package dev.templedb.temple.remotes;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.packages.json.Json;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;
import dev.templedb.temple.audit.Audit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The places to share with that the temple knows by name.
public final class Remotes {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String SOURCE = "source";
    private static final String USUAL_NAME = "cathedral";

    private final Temple temple;
    private final Audit audit;

    /// The remotes of `temple`.
    public Remotes(Temple temple) {
        this.temple = temple;
        this.audit = new Audit(temple);
    }

    /// All of them, by name.
    public List<NamedRemote> list() {
        return temple.file().read(tx -> new SqliteRemoteStore(tx).remotes());
    }

    /// How many projects follow one.
    public long followers(NamedRemote remote) {
        return temple.file().read(tx -> new SqliteRemoteStore(tx).followers(remote.id()));
    }

    /// Whether a push to it has been begun that has not ended.
    public boolean hasUnfinished(NamedRemote remote) {
        return temple.file().read(tx -> new SqliteRemoteStore(tx).hasUploads(remote.id()));
    }

    /// Adds a folder, which is made one for projects if it is empty, or a server.
    ///
    /// @param base    what a relative path starts from
    /// @throws TempleException with `REMOTE_ALREADY_EXISTS` or `REMOTE_ADDRESS_INVALID`
    public NamedRemote add(String name, String address, Path base) {
        requireName(name);
        var kind = isServer(address) ? NamedRemote.Kind.SERVER : NamedRemote.Kind.FOLDER;
        var at = kind == NamedRemote.Kind.SERVER ? server(address) : folder(address, base);
        return temple.file().write(tx -> {
            if (named(new SqliteRemoteStore(tx).remotes(), name).isPresent()) {
                throw new TempleException(
                        ErrorCode.REMOTE_ALREADY_EXISTS, "There is already a remote %s.".formatted(name));
            }
            return add(tx, name, kind, at);
        });
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()
                || name.equalsIgnoreCase(SOURCE)
                || name.endsWith(".lock")
                || name.endsWith(".")
                || name.contains("..")) {
            throw new TempleException(
                    ErrorCode.USAGE,
                    "\"%s\" cannot be the name of a remote: use letters, digits, dots, dashes and underscores, and not %s."
                            .formatted(Printable.text(name), SOURCE));
        }
    }

    private NamedRemote add(Transaction tx, String name, NamedRemote.Kind kind, String address) {
        var store = new SqliteRemoteStore(tx);
        store.add(name, kind, address, temple.clock().instant());
        audit.record(tx, "remote add", null, Json.Obj.empty().with("name", name).with("address", address));
        return named(store.remotes(), name).orElseThrow();
    }

    /// Whether `address` is that of a server.
    public static boolean isServer(String address) {
        return address.startsWith("https://") || address.startsWith("http://");
    }

    private static String folder(String address, Path base) {
        try {
            var folder = base.resolve(address).toRealPath();
            FolderRemote.begin(folder);
            return folder.toString();
        } catch (IOException missing) {
            throw new TempleException(
                    ErrorCode.REMOTE_ADDRESS_INVALID,
                    "There is no directory at %s.".formatted(Printable.text(address)),
                    missing);
        }
    }

    /// The address of a server in the one form that the temple keeps.
    ///
    /// @throws TempleException with `REMOTE_ADDRESS_INVALID`
    public static String server(String address) {
        try {
            var uri = URI.create(address);
            if (!isServer(address)
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw invalid();
            }
            var path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
            return uri.getScheme().toLowerCase(Locale.ROOT) + "://"
                    + uri.getHost().toLowerCase(Locale.ROOT)
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + path;
        } catch (IllegalArgumentException noAddress) {
            throw invalid();
        }
    }

    private static TempleException invalid() {
        return new TempleException(
                ErrorCode.REMOTE_ADDRESS_INVALID,
                "That is not the address of a server: it has a host, perhaps a port and a path, and no user, password or query.");
    }

    /// Forgets a remote, and what follows it. What lies there stays.
    ///
    /// @throws TempleException with `REMOTE_NOT_FOUND`
    public void remove(String name) {
        temple.file().<Optional<String>>write(tx -> {
            var store = new SqliteRemoteStore(tx);
            var remote = require(tx, name);
            store.remove(remote.id());
            audit.record(
                    tx,
                    "remote remove",
                    null,
                    Json.Obj.empty().with("name", remote.name()).with("address", remote.address()));
            return Optional.empty();
        });
    }

    /// The remote of that name or with that address.
    public Optional<NamedRemote> find(String nameOrAddress) {
        var all = list();
        var named = named(all, nameOrAddress);
        if (named.isPresent() || !isServer(nameOrAddress)) {
            return named;
        }
        var address = server(nameOrAddress);
        return all.stream().filter(remote -> remote.address().equals(address)).findFirst();
    }

    /// The remote of that name.
    ///
    /// @throws TempleException with `REMOTE_NOT_FOUND`
    public NamedRemote require(String name) {
        return temple.file().read(tx -> require(tx, name));
    }

    private static NamedRemote require(Transaction tx, String name) {
        return named(new SqliteRemoteStore(tx).remotes(), name)
                .orElseThrow(() -> new TempleException(
                        ErrorCode.REMOTE_NOT_FOUND, "There is no remote %s.".formatted(Printable.text(name))));
    }

    private static Optional<NamedRemote> named(List<NamedRemote> remotes, String name) {
        return remotes.stream()
                .filter(remote -> remote.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// The server of that address, which need not be known: what begins to follow it makes it known.
    ///
    /// @throws TempleException with `REMOTE_ADDRESS_INVALID`
    public NamedRemote passing(String address) {
        return find(address).orElseGet(() -> NamedRemote.passing(USUAL_NAME, server(address)));
    }

    /// The server of that address, which gets a name of its own if it has none yet.
    public NamedRemote server(String address, String preferred) {
        return find(address).orElseGet(() -> {
            requireName(preferred);
            var at = server(address);
            return temple.file().write(tx -> keep(tx, NamedRemote.passing(preferred, at)));
        });
    }

    /// What is known already as it is; another one becomes known, by a name of its own.
    NamedRemote keep(Transaction tx, NamedRemote remote) {
        if (remote.isKept()) {
            return remote;
        }
        var all = new SqliteRemoteStore(tx).remotes();
        return all.stream()
                .filter(one -> one.address().equals(remote.address()))
                .findFirst()
                .orElseGet(() -> add(tx, freeName(all, remote.name()), remote.kind(), remote.address()));
    }

    private static String freeName(List<NamedRemote> taken, String preferred) {
        var name = preferred;
        for (int i = 2; named(taken, name).isPresent(); i++) {
            name = preferred + "-" + i;
        }
        return name;
    }
}
