package dev.templedb.temple.exchange;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.disk.AtomicDirectory;
import dev.templedb.packages.disk.Existing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A package that was fetched from an address, in a scratch directory that is gone when this is closed.
///
/// Only the bytes are fetched; whether they are a package, and a good one, is for its reader to find out.
public final class FetchedPackage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicDirectory directory;
    private final Path path;

    private FetchedPackage(AtomicDirectory directory, Path path) {
        this.directory = directory;
        this.path = path;
    }

    /// Whether `argument` is an address to fetch from, and not a path or a slug.
    public static boolean isAddress(String argument) {
        return argument.startsWith("https://") || argument.startsWith("http://");
    }

    /// Fetches `address` into `scratch`. Redirects are followed, but never from https to http.
    ///
    /// @param most the most bytes to take
    /// @throws TempleException with `REMOTE_UNREACHABLE`, `PACKAGE_NOT_FOUND` or `PACKAGE_TOO_LARGE`
    public static FetchedPackage fetch(String address, Path scratch, long most, Progress progress) {
        AtomicDirectory directory;
        try {
            directory = AtomicDirectory.begin(Files.createDirectories(scratch).resolve("fetched"), Existing.REFUSE);
        } catch (IOException unwritable) {
            throw new TempleException(
                    ErrorCode.TARGET_UNWRITABLE,
                    "The directory %s cannot be made.".formatted(Printable.text(scratch.toString())),
                    unwritable);
        }
        try {
            var path = directory.path().resolve("package");
            download(address, path, most, progress);
            return new FetchedPackage(directory, path);
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    private static void download(String address, Path path, long most, Progress progress) {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(PATIENCE)
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                requireFound(address, response);
                long length =
                        response.headers().firstValueAsLong("Content-Length").orElse(0);
                try (var out = Files.newOutputStream(path);
                        var step = progress.beginBytes("Fetching", length)) {
                    copy(address, body, out, most, step);
                }
            }
        } catch (IllegalArgumentException | IOException failure) {
            throw unreachable(address, String.valueOf(failure.getMessage()), failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new TempleException(ErrorCode.INTERRUPTED, "The download was interrupted.", interrupt);
        }
    }

    private static void requireFound(String address, HttpResponse<?> response) {
        if (response.statusCode() == 404 || response.statusCode() == 410) {
            throw new TempleException(
                    ErrorCode.PACKAGE_NOT_FOUND, "There is no package at %s.".formatted(Printable.text(address)));
        }
        if (response.statusCode() != 200) {
            throw unreachable(address, "the server answered with status " + response.statusCode(), null);
        }
    }

    private static void copy(String address, InputStream in, OutputStream out, long most, Progress.Step step)
            throws IOException {
        var buffer = new byte[1 << 16];
        long taken = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            taken += n;
            if (taken > most) {
                throw new TempleException(
                        ErrorCode.PACKAGE_TOO_LARGE,
                        "%s has more than %d bytes.".formatted(Printable.text(address), most));
            }
            out.write(buffer, 0, n);
            step.advance(n);
        }
    }

    private static TempleException unreachable(
            String address, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new TempleException(
                ErrorCode.REMOTE_UNREACHABLE,
                "%s could not be fetched: %s.".formatted(Printable.text(address), Printable.text(why)),
                cause);
    }

    /// Where the package lies until this is closed.
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        directory.close();
    }
}
