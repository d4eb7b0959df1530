package dev.templedb.cli.databases;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// Lines that a person types at a terminal, with completion and a history that is kept in a file of this person alone.
final class TypedLines implements ShellLines {
    private static final int KEPT_LINES = 2000;

    private final Terminal terminal;
    private final LineReader reader;

    /// @param history where lines are kept; those that begin with a space are not
    /// @param words   what can be completed now
    TypedLines(Terminal terminal, Path history, Supplier<List<String>> words) {
        this.terminal = terminal;
        prepare(history);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new DefaultParser().escapeChars(null).quoteChars(new char[0]))
                .completer((_, _, candidates) -> words.get().forEach(word -> candidates.add(new Candidate(word))))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_SIZE, KEPT_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, KEPT_LINES)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .build();
    }

    /// At the terminal of the process.
    static TypedLines atTerminal(Path history, Supplier<List<String>> words) {
        try {
            return new TypedLines(TerminalBuilder.builder().system(true).build(), history, words);
        } catch (IOException e) {
            throw new TempleException(
                    ErrorCode.SOURCE_NOT_FOUND, "The terminal cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /// Nobody else may read what was typed. Without the file everything works, and nothing is kept.
    private static void prepare(Path history) {
        try {
            var directory = history.toAbsolutePath().getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            var own = PosixFilePermissions.fromString("rw-------");
            if (Files.exists(history)) {
                Files.setPosixFilePermissions(history, own);
            } else {
                Files.createFile(history, PosixFilePermissions.asFileAttribute(own));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // The reader looks itself whether it can write there.
        }
    }

    @Override
    public @Nullable String next(String prompt) {
        try {
            return reader.readLine(prompt);
        } catch (UserInterruptException e) {
            return BROKEN_OFF;
        } catch (EndOfFileException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            reader.getHistory().save();
            terminal.close();
        } catch (IOException e) {
            // What was typed is not kept then.
        }
    }
}
