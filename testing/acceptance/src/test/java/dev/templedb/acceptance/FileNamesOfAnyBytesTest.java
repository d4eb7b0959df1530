package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The proof behind `docs/design/file-names.md`: the JDK keeps names of any bytes when they travel as `file:` URIs.
///
/// It fails when a new JDK no longer does.
@EnabledOnOs(OS.LINUX)
class FileNamesOfAnyBytesTest {
    private static final List<String> NAMES = List.of(
            "62ffe9", // bytes that UTF-8 never has
            "c3a9", // an accented letter
            "eda080", // half a surrogate pair
            "203f230a25343120", // space, ?, #, line feed, %41
            "61");

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"C.UTF-8", "C", "xx_XX.not-installed"})
    void names_keep_their_bytes_in_every_locale(String locale) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var process = new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FileNamesOfAnyBytesTest.class.getName(),
                scratch.toString());
        process.environment().put("LC_ALL", locale);
        process.redirectErrorStream(true);
        var child = process.start();
        var output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(output).isZero();
        assertThat(output.lines().toList()).containsExactlyInAnyOrderElementsOf(NAMES);
        // Seen by a program that knows nothing about encodings.
        var shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "cd \"$1\" && printf '%s/' * | od -An -v -tx1 | tr -d ' \\n'",
                        "sh",
                        scratch.toString())
                .start();
        var seen = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(NAMES).allSatisfy(name -> assertThat(seen).contains(name + "2f"));
    }

    /// Runs in a process of its own, because the locale is read when the JVM starts.
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (String name : NAMES) {
            Files.writeString(folder.resolve(path(HexFormat.of().parseHex(name))), name);
        }
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                var name = HexFormat.of().formatHex(name(file));
                if (!Files.readString(file).equals(name)) {
                    throw new AssertionError(name + " holds " + Files.readString(file));
                }
                names.add(name);
            }
        }
        names.forEach(System.out::println);
    }

    private static Path path(byte[] name) {
        var uri = new StringBuilder("file:///");
        for (byte b : name) {
            uri.append('%').append(HexFormat.of().toHexDigits(b));
        }
        return Path.of(URI.create(uri.toString())).getFileName();
    }

    private static byte[] name(Path file) {
        String raw = file.toAbsolutePath().toUri().getRawPath();
        var bytes = new ByteArrayOutputStream();
        for (int i = raw.lastIndexOf('/') + 1; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(raw.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
