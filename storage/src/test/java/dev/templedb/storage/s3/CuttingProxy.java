package dev.templedb.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A wire to a server on loopback that can be cut.
final class CuttingProxy implements AutoCloseable {
    private final URI server;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private long requestBytes = Long.MAX_VALUE;
    private long answerBytes = Long.MAX_VALUE;
    private int cutsLeft;
    private int cuts;
    private boolean refusesAfterCut;

    private CuttingProxy(URI server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    static CuttingProxy to(URI server) throws IOException {
        var proxy = new CuttingProxy(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// Cuts connections that have carried so many bytes to the client, so many times.
    synchronized void cutAnswersAfter(long bytes, int times) {
        answerBytes = bytes;
        cutsLeft = times;
    }

    /// Cuts connections that have carried so many bytes to the server, so many times.
    synchronized void cutRequestsAfter(long bytes, int times) {
        requestBytes = bytes;
        cutsLeft = times;
    }

    /// The first cut is the end of the wire.
    synchronized void refuseAfterCut() {
        refusesAfterCut = true;
    }

    synchronized int cuts() {
        return cuts;
    }

    private void accept() {
        try {
            while (true) {
                var client = listener.accept();
                var upstream = new Socket();
                upstream.connect(new InetSocketAddress(server.getHost(), server.getPort()));
                open.add(client);
                open.add(upstream);
                Thread.ofVirtual().start(() -> carry(client, upstream, true));
                Thread.ofVirtual().start(() -> carry(upstream, client, false));
            }
        } catch (IOException closed) {
            // The wire is gone.
        }
    }

    private void carry(Socket from, Socket to, boolean isRequest) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[1 << 14];
            long carried = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                carried += count;
                if (isCut(isRequest, carried)) {
                    return;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException closed) {
            // The other direction has ended it.
        }
    }

    private synchronized boolean isCut(boolean isRequest, long carried) throws IOException {
        if (carried <= (isRequest ? requestBytes : answerBytes) || cutsLeft == 0) {
            return false;
        }
        cutsLeft--;
        cuts++;
        if (refusesAfterCut) {
            close();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
