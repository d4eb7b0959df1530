package dev.templedb.cathedral.nodes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Says that this node is alive, and knows of others whether they are. What a node that died has left half done, others
/// take over at once, without waiting for a time to run out.
///
/// Holds one connection to the database. While that is broken, others may think that this node is gone.
@Singleton
public final class Nodes {
    private static final Logger LOG = Logger.getLogger(Nodes.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final PostgresNodes table = new PostgresNodes();
    private final int number = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    private @Nullable Address address;
    private @Nullable Handle session;
    private @Nullable Thread watch;

    public Nodes(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Where users reach a node.
    ///
    /// @param isPublic whether somebody has said so, and it is not only where the node listens
    record Address(String text, boolean isPublic) {}

    void start(@Observes StartupEvent started) {
        appear();
        watch = Thread.ofVirtual().name("node").start(this::stay);
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (watch != null) {
            watch.interrupt();
        }
        disappear();
    }

    private void stay() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                appear();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets others know that this node is alive, if they do not.
    public synchronized void appear() {
        try {
            if (session != null) {
                session.execute("SELECT 1");
                return;
            }
        } catch (RuntimeException broken) {
            LOG.debugf("The connection of this node has ended: %s", broken.getMessage());
            forget();
        }
        try {
            var opened = jdbi.open();
            session = opened;
            table.appear(opened, number);
            if (address != null) {
                table.announce(opened, number, address);
            }
        } catch (RuntimeException away) {
            LOG.warnf("The database does not know that this node is alive: %s", away.getMessage());
            forget();
        }
    }

    /// Lets others know where users reach this node, as long as it is alive.
    ///
    /// @param isPublic whether somebody has said so, and it is not only where the node listens
    public synchronized void announce(String where, boolean isPublic) {
        address = new Address(where, isPublic);
        try {
            if (session != null) {
                table.announce(session, number, address);
            }
        } catch (RuntimeException broken) {
            LOG.debugf("The connection of this node has ended: %s", broken.getMessage());
            forget();
        }
    }

    /// Lets others know that this node is gone.
    public synchronized void disappear() {
        try {
            if (session != null) {
                table.disappear(session, number);
            }
        } catch (RuntimeException broken) {
            LOG.debugf("The connection of this node has ended: %s", broken.getMessage());
        } finally {
            forget();
        }
    }

    private void forget() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (RuntimeException broken) {
            LOG.debugf("The connection of this node can not be closed: %s", broken.getMessage());
        } finally {
            session = null;
        }
    }

    /// The number of this node, which no other has.
    public int number() {
        return number;
    }

    /// Where users reach a node that is alive; of several, one with a public address, and the youngest of those.
    public static Optional<String> address(Handle handle) {
        return new PostgresNodes().address(handle);
    }

    /// Whether a node is alive.
    public boolean isAlive(Handle handle, int node) {
        return table.isAlive(handle, node);
    }
}
