package dev.templedb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Runs the command lines of a file one after the other in this process, so that the JDK can record
/// which classes they need (`cli/src/launcher/training.txt`, called by the build).
final class AotTraining {
    private static final Pattern SPACE = Pattern.compile(" +");

    private AotTraining() {}

    /// @param args the file with the command lines, and the directory and the address that replace `{scratch}` and
    ///             `{server}` in them
    public static void main(String[] args) throws IOException {
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String words = line.strip().replace("{scratch}", args[1]).replace("{server}", args[2]);
                Main.run(SPACE.split(words));
            }
        }
    }
}
