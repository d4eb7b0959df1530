package dev.templedb.cli.cathedral;

import dev.templedb.cli.command.Temples;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.temple.remotes.RemotePackages;
import dev.templedb.temple.remotes.RemoteRef;
import dev.templedb.temple.remotes.Want;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Projects of remotes that were fetched to be looked at, each as one whole package; gone when this is closed.
final class FetchedProjects implements AutoCloseable {
    private final RemoteDoor door;
    private final Temples temples;
    private final Terminal terminal;
    private final List<RemotePackages> fetched = new ArrayList<>();

    FetchedProjects(RemoteDoor door, Temples temples, Terminal terminal) {
        this.door = door;
        this.temples = temples;
        this.terminal = terminal;
    }

    Path fetch(RemoteRef ref, Want want) {
        return door.with((remote, _) -> {
            var one = RemotePackages.whole(remote, ref, want, temples.scratch(), temples.clock(), terminal.progress());
            fetched.add(one);
            return one.path();
        });
    }

    @Override
    public void close() {
        fetched.forEach(RemotePackages::close);
    }
}
