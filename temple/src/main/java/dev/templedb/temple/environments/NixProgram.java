package dev.templedb.temple.environments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Asks Nix itself whether it would parse a text: `nix-instantiate --parse`, which evaluates and fetches nothing.
public final class NixProgram {
    private static final int LONGEST_SECONDS = 20;
    private static final int MOST_OUTPUT = 1 << 16;
    private static final Pattern PLACE = Pattern.compile("(?:stdin|string)[^:\\n]{0,3}:(\\d+):(\\d+)");
    private static final Pattern ERROR = Pattern.compile("error: ([^\\n]{1,200})");

    private final Path program;

    /// @param program the executable `nix-instantiate`
    public NixProgram(Path program) {
        this.program = program;
    }

    /// What Nix says.
    public sealed interface Verdict {
        /// It parses the text.
        record Accepted() implements Verdict {}

        /// It does not.
        ///
        /// @param reason its words, with the place when it names one
        record Refused(String reason) implements Verdict {}

        /// It could not be asked, as when it cannot reach its store.
        record Silent() implements Verdict {}
    }

    /// Asks about `text`.
    public Verdict check(String text) {
        try {
            var builder = new ProcessBuilder(program.toString(), "--parse", "-")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            // Parsing needs no store; this one has no files and no daemon.
            builder.environment().put("NIX_REMOTE", "dummy://");
            var process = builder.start();
            var _ = process.onExit()
                    .completeOnTimeout(process, LONGEST_SECONDS, TimeUnit.SECONDS)
                    .thenAccept(Process::destroyForcibly);
            var feeding = Thread.ofVirtual().start(() -> feed(process, text));
            var said = new String(process.getErrorStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            feeding.join();
            return process.waitFor() == 0 ? new Verdict.Accepted() : refused(said);
        } catch (IOException cannotRun) {
            return new Verdict.Silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Silent();
        }
    }

    private static void feed(Process process, String text) {
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Verdict refused(String said) {
        var plain = said.replaceAll("\u001b\\[[0-9;]*m", "");
        var place = PLACE.matcher(plain);
        var reason = ERROR.matcher(plain).results().map(match -> match.group(1)).findFirst();
        if (place.find()) {
            return new Verdict.Refused(
                    "line %s, column %s: %s".formatted(place.group(1), place.group(2), reason.orElse("it is wrong")));
        }
        Optional<String> syntax =
                reason.filter(words -> words.contains("syntax error") || words.contains("undefined variable"));
        return syntax.<Verdict>map(Verdict.Refused::new).orElseGet(Verdict.Silent::new);
    }
}
