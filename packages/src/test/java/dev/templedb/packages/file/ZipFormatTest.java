package dev.templedb.packages.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no small package shows: entries beyond 4 GiB, and more than 65,535 of them.
class ZipFormatTest {
    @TempDir
    Path directory;

    @Test
    void entries_beyond_four_gibibytes_are_found_by_others() throws Exception {
        var file = directory.resolve("far.zip");
        var entries = new ArrayList<ZipEntry>();
        long at = 0;
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            // Holes: nothing is stored for them.
            for (int part = 1; part <= 18; part++) {
                var entry = new ZipEntry(EntryNames.frames(part), EntryNames.FRAMES_BYTES, 0, at);
                entries.add(entry);
                out.seek(at);
                out.write(ZipFormat.local(entry));
                at = entry.end();
            }
            var last = new ZipEntry("last", 5, 0x3610a686, at);
            entries.add(last);
            out.seek(at);
            out.write(ZipFormat.local(last));
            out.write("hello".getBytes());
            out.write(ZipFormat.directory(entries));
        }
        assertThat(python(
                        "z=zipfile.ZipFile(sys.argv[1]); print(len(z.infolist()), z.read('last').decode(), z.getinfo('last').header_offset)",
                        file))
                .isEqualTo("19 hello %d\n".formatted(at));
    }

    @Test
    void more_than_65535_entries_are_found_by_others() throws Exception {
        var file = directory.resolve("many.zip");
        var entries = new ArrayList<ZipEntry>();
        long at = 0;
        try (var out = new java.io.BufferedOutputStream(java.nio.file.Files.newOutputStream(file))) {
            for (int i = 0; i < 70_000; i++) {
                var entry = new ZipEntry("e" + i, 0, 0, at);
                entries.add(entry);
                out.write(ZipFormat.local(entry));
                at = entry.end();
            }
            out.write(ZipFormat.directory(entries));
        }
        assertThat(python("print(len(zipfile.ZipFile(sys.argv[1]).infolist()))", file))
                .isEqualTo("70000\n");
    }

    private static String python(String script, Path file) throws Exception {
        var process = new ProcessBuilder(List.of("python3", "-c", "import sys,zipfile; " + script, file.toString()))
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes());
    }
}
