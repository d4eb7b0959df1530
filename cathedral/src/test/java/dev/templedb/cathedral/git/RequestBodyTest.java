package dev.templedb.cathedral.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestBodyTest {
    private static final int LARGEST = 8 << 20;

    @TempDir
    Path directory;

    private static InputStream body(int bytes) {
        return new ByteArrayInputStream(new byte[bytes]);
    }

    private static void refuses(RequestBody bodies, InputStream body, ErrorCode code) {
        assertThatThrownBy(() -> bodies.read(body, null))
                .isInstanceOfSatisfying(
                        TempleException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @Test
    void large_requests_are_refused_when_those_being_answered_fill_the_memory_and_small_ones_are_not() {
        var bodies = new RequestBody(directory, 0);
        try (var first = bodies.read(body(LARGEST), null)) {
            assertThat(first.bytes()).hasSize(LARGEST);
            refuses(bodies, body(LARGEST), ErrorCode.GIT_BUSY);
            assertThat(bodies.read(body(1000), null).bytes()).hasSize(1000);
        }
        try (var again = bodies.read(body(LARGEST), null)) {
            assertThat(again.bytes()).hasSize(LARGEST);
        }
        refuses(bodies, body(LARGEST + 1), ErrorCode.REQUEST_TOO_LARGE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void what_is_being_sent_lies_in_a_file_and_of_such_there_are_only_so_many() {
        var bodies = new RequestBody(directory, 0);
        var inside = new ArrayList<Integer>();
        nested(bodies, 0, inside);

        assertThat(inside).hasSize(256);
        assertThat(directory).isEmptyDirectory();
    }

    /// Begins one request in the middle of another until one is refused.
    private void nested(RequestBody bodies, int depth, List<Integer> inside) {
        var body = new InputStream() {
            private int sent;

            @Override
            public int read() {
                if (sent == 16 << 10) {
                    inside.add(depth);
                    nested(bodies, depth + 1, inside);
                }
                return sent++ > 16 << 10 ? -1 : 0;
            }
        };
        if (depth == 256) {
            refuses(bodies, body, ErrorCode.GIT_BUSY);
            return;
        }
        bodies.read(body, null).close();
    }

    @Test
    void a_disk_that_fails_is_no_fault_of_the_request() {
        var bodies = new RequestBody(directory.resolve("gone"), 0);

        refuses(bodies, body(LARGEST), ErrorCode.STORAGE_UNAVAILABLE);
        assertThat(bodies.read(body(1000), null).bytes()).hasSize(1000);
    }

    @Test
    void a_request_that_is_cut_off_is() {
        var cut = new InputStream() {
            private int sent;

            @Override
            public int read() throws IOException {
                if (sent++ > 20 << 10) {
                    throw new IOException("reset");
                }
                return 0;
            }
        };
        refuses(new RequestBody(directory, 0), cut, ErrorCode.GIT_REQUEST_INVALID);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_compressed_request_is_read_as_what_it_was() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(new byte[1 << 20]);
        }
        try (var read = new RequestBody(directory, 0).read(new ByteArrayInputStream(packed.toByteArray()), "gzip")) {
            assertThat(read.bytes()).hasSize(1 << 20);
        }
        assertThat(directory).isEmptyDirectory();
    }
}
