package dev.templedb.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// Reads a line that does not show while it is typed. The terminal echoes again afterwards, also when the program is
/// stopped at the prompt.
final class HiddenLine {
    private static final int LONGEST = 1 << 20;

    private HiddenLine() {}

    /// The bytes of one line without its end. The caller wipes them.
    static byte[] read(InputStream in) throws IOException {
        var restore = new Thread(() -> stty("echo"));
        Runtime.getRuntime().addShutdownHook(restore);
        stty("-echo");
        try {
            return line(in);
        } finally {
            stty("echo");
            Runtime.getRuntime().removeShutdownHook(restore);
        }
    }

    private static byte[] line(InputStream in) throws IOException {
        var line = new byte[256];
        int length = 0;
        for (int c = in.read(); c >= 0 && c != '\n' && length < LONGEST; c = in.read()) {
            if (length == line.length) {
                var longer = Arrays.copyOf(line, 2 * length);
                Arrays.fill(line, (byte) 0);
                line = longer;
            }
            line[length++] = (byte) c;
        }
        var exact = Arrays.copyOf(line, length);
        Arrays.fill(line, (byte) 0);
        return exact;
    }

    private static void stty(String setting) {
        try {
            new ProcessBuilder(List.of("stty", setting))
                    .redirectInput(new File("/dev/tty"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noTerminal) {
            // Without a terminal nothing echoes.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
