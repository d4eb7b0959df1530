package dev.templedb.benchmarks;

import dev.templedb.benchmarks.HttpConnection.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// Large packages up and down, and what the server needs for it.
final class RegistryPackages implements Piece {
    private static final int FILE_BYTES = 5_000_000;
    private static final List<Integer> FILES = List.of(25, 100);
    private static final int AT_ONCE = 4;
    private static final Pattern UPLOAD =
            Pattern.compile("\"upload\":\\{\"id\":\"([^\"]+)\".*?\"part_bytes\":([0-9]+)");
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\".*} ([0-9.E]+)$");
    private static final List<String> COLUMNS =
            List.of("", "MB", "s", "MB/s", "server CPU s", "server peak MB", "of it heap MB");

    @Override
    public String name() {
        return "upload";
    }

    @Override
    public String title() {
        return "Large packages to a registry and back";
    }

    @Override
    public List<String> commands() {
        return List.of("serve", "cathedral push", "cathedral pull");
    }

    @Override
    public boolean isIndependent() {
        return true;
    }

    @Override
    public void measure(Workbench bench, Report report) throws IOException {
        report.sentence(
                "Files of random bytes, which nothing makes smaller. The server has its usual heap of 256 MB; heap is"
                        + " what was in use, garbage included, ten times a second. Parts and packages go over HTTP from the"
                        + " benchmark; push and pull are whole processes.");
        var rows = new ArrayList<List<String>>();
        for (int files : FILES) {
            rows.addAll(new Turn(bench, files).rows());
        }
        report.table(COLUMNS, rows);
    }

    /// One size, on a server of its own.
    private static final class Turn {
        private final Workbench bench;
        private final Path room;
        private final Path temple;
        private final List<List<String>> rows = new ArrayList<>();

        Turn(Workbench bench, int files) throws IOException {
            this.bench = bench;
            this.room = bench.scratch().room();
            this.temple = room.resolve("t.sqlite");
            try {
                measure(files);
            } finally {
                Scratch.delete(room);
            }
        }

        List<List<String>> rows() {
            return rows;
        }

        private void measure(int files) throws IOException {
            var file = makePackage(files);
            long bytes = Files.size(file);
            try (var server = RegistryServer.start(bench, room.resolve("data"), RegistryServer.WITHOUT_LIMITS)) {
                var token = server.register("bench");
                var caller = RegistryServer.authorization(token);
                server.logIn(bench, temple, token);
                var parts = new Parts(server, caller, file);
                row(server, "parts of an upload, %d at once".formatted(AT_ONCE), bytes, parts::send);
                parts.giveUp();
                row(server, "a package, up, as one request", bytes, () -> sendWhole(server, caller, file));
                row(server, "a package, down, as one request", bytes, () -> fetchWhole(server, caller, bytes));
                row(
                        server,
                        "**templedb cathedral push**",
                        bytes,
                        () -> bench.processes()
                                .run(bench.ours().command(temple, "cathedral push", "big", "--as", "bench/pushed")));
                var other = room.resolve("other.sqlite");
                server.logIn(bench, other, token);
                row(
                        server,
                        "**templedb cathedral pull**",
                        bytes,
                        () -> bench.processes().run(bench.ours().command(other, "cathedral pull", "bench/pushed")));
            }
        }

        private Path makePackage(int files) throws IOException {
            var random = new Random(files);
            var tree = Files.createDirectory(room.resolve("big"));
            var content = new byte[FILE_BYTES];
            for (int i = 0; i < files; i++) {
                random.nextBytes(content);
                Files.write(tree.resolve("file-" + i + ".bin"), content);
            }
            var file = room.resolve("big.cathedral");
            bench.processes().run(bench.ours().command(temple, "project import", tree, "--slug", "big"));
            bench.processes().run(bench.ours().command(temple, "cathedral export", "big", "--output", file));
            Scratch.delete(tree);
            return file;
        }

        private static void sendWhole(RegistryServer server, String caller, Path file) throws IOException {
            var request = new Request(
                    "POST",
                    "/api/v1/packages/bench/whole/upload?version=1.0.0&visibility=private",
                    caller + "Content-Type: application/vnd.cathedral.package\r\n",
                    new byte[0]);
            try (var connection = new HttpConnection(server.address());
                    var content = Files.newInputStream(file)) {
                requireGood(connection.send(request, content, Files.size(file)));
            }
        }

        private static void fetchWhole(RegistryServer server, String caller, long bytes) throws IOException {
            try (var connection = new HttpConnection(server.address())) {
                long came = connection.drain(Request.get("/api/v1/packages/bench/whole/1.0.0/download", caller));
                if (came != bytes) {
                    throw new ProcessFailed("A package of %d bytes came back with %d.".formatted(bytes, came));
                }
            }
        }

        /// Work that is measured.
        @FunctionalInterface
        private interface Work {
            void run() throws IOException;
        }

        private void row(RegistryServer server, String name, long bytes, Work work) throws IOException {
            var usage = server.usage();
            usage.forgetPeak();
            double cpu = usage.cpuSeconds();
            double seconds;
            long heap;
            try (var watch = new HeapWatch(server)) {
                long begin = System.nanoTime();
                work.run();
                seconds = (System.nanoTime() - begin) / 1e9;
                heap = watch.peakBytes();
            }
            rows.add(List.of(
                    name,
                    Figures.megabytes(bytes),
                    Figures.seconds(seconds),
                    String.format(Locale.ROOT, "%.0f", bytes / 1e6 / seconds),
                    Figures.seconds(usage.cpuSeconds() - cpu),
                    Figures.memory(usage.peakBytes()),
                    Figures.memory(heap)));
        }
    }

    private static void requireGood(HttpConnection.Answer answer) {
        if (answer.status() >= 300) {
            throw new ProcessFailed("The server answered with %d: %s".formatted(answer.status(), answer.text()));
        }
    }

    /// A package in parts, as a push sends it, without the commit. The digests are computed before.
    private static final class Parts {
        private final RegistryServer server;
        private final String caller;
        private final Path file;
        private final List<String> digests = new ArrayList<>();
        private final String path;
        private final int partBytes;

        Parts(RegistryServer server, String caller, Path file) throws IOException {
            this.server = server;
            this.caller = caller;
            this.file = file;
            var wanted = """
                    {"expected":null,"known":[],"state":"%s","bytes":%d,"create":{"slug":"parts","visibility":"private"}}""".formatted("ab".repeat(32), Files.size(file));
            var answer = server.ask(new Request(
                            "POST",
                            "/api/v1/projects/bench/parts/push",
                            caller + "Content-Type: application/json\r\n",
                            wanted.getBytes(StandardCharsets.UTF_8)))
                    .text();
            var upload = UPLOAD.matcher(answer);
            if (!upload.find()) {
                throw new ProcessFailed("The server offered no upload: " + answer);
            }
            path = "/api/v1/uploads/" + upload.group(1);
            partBytes = Integer.parseInt(upload.group(2));
            for (long offset = 0; offset < Files.size(file); offset += partBytes) {
                digests.add(Base64.getEncoder().encodeToString(sha256(part(offset))));
            }
        }

        private byte[] part(long offset) throws IOException {
            try (var channel = FileChannel.open(file)) {
                var part = new byte[(int) Math.min(partBytes, channel.size() - offset)];
                for (var left = ByteBuffer.wrap(part); left.hasRemaining(); ) {
                    channel.read(left, offset + left.position());
                }
                return part;
            }
        }

        private static byte[] sha256(byte[] content) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(content);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void send() throws IOException {
            try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
                var sent = new ArrayList<Future<?>>();
                for (int i = 0; i < digests.size(); i++) {
                    int number = i;
                    sent.add(threads.submit(() -> {
                        send(number);
                        return null;
                    }));
                }
                for (var one : sent) {
                    one.get();
                }
            } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                throw new IOException(e);
            }
        }

        private void send(int number) throws IOException {
            long offset = (long) number * partBytes;
            var headers = caller + "Upload-Offset: " + offset + "\r\nContent-Digest: sha-256=:" + digests.get(number)
                    + ":\r\nContent-Type: application/octet-stream\r\n";
            try (var connection = new HttpConnection(server.address())) {
                requireGood(connection.send(new Request("PATCH", path, headers, part(offset))));
            }
        }

        void giveUp() throws IOException {
            server.ask(new Request("DELETE", path, caller, new byte[0]));
        }
    }

    /// Asks the server again and again how much of its heap is in use.
    private static final class HeapWatch implements AutoCloseable {
        private static final long PAUSE_MILLIS = 100;

        private final RegistryServer server;
        private final Thread thread;
        private volatile long peak;

        HeapWatch(RegistryServer server) {
            this.server = server;
            this.thread = Thread.ofPlatform().daemon().start(this::watch);
        }

        private void watch() {
            try (var connection = new HttpConnection(server.address())) {
                while (!Thread.currentThread().isInterrupted()) {
                    var text = connection.send(Request.get("/metrics", "")).text();
                    double used = HEAP.matcher(text)
                            .results()
                            .mapToDouble(found -> Double.parseDouble(found.group(1)))
                            .sum();
                    peak = Math.max(peak, (long) used);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        long peakBytes() {
            return peak;
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
