package dev.templedb.temple.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedPackageTest {
    private static final byte[] CONTENT = "a package".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    private Path scratch;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/good", 200);
        answer("/broken", 500);
        answer("/gone", 404);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
    }

    private String address(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private FetchedPackage fetch(String address, long most) {
        return FetchedPackage.fetch(address, scratch, most, Progress.NONE);
    }

    @Test
    void brings_the_bytes_and_leaves_nothing_behind() throws IOException {
        try (var fetched = fetch(address("/good"), 1000)) {
            assertThat(fetched.path()).hasBinaryContent(CONTENT);
        }
        assertThat(Files.list(scratch)).isEmpty();
    }

    @Test
    void says_that_there_is_no_package() {
        refuses(() -> fetch(address("/gone"), 1000), ErrorCode.PACKAGE_NOT_FOUND);
    }

    @Test
    void says_that_the_server_does_not_answer_well() {
        refuses(() -> fetch(address("/broken"), 1000), ErrorCode.REMOTE_UNREACHABLE);
        server.stop(0);
        refuses(() -> fetch(address("/good"), 1000), ErrorCode.REMOTE_UNREACHABLE);
        refuses(() -> fetch("https://not a host/", 1000), ErrorCode.REMOTE_UNREACHABLE);
    }

    @Test
    void stops_at_the_limit() {
        refuses(() -> fetch(address("/good"), CONTENT.length - 1), ErrorCode.PACKAGE_TOO_LARGE);
    }

    private void refuses(ThrowableAssert.ThrowingCallable work, ErrorCode code) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(scratch).isEmptyDirectory();
    }
}
