package dev.templedb.cli.terminal;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where a command prints its results, in the form that `--format` asks for.
public final class Terminal {
    private final Output out;
    private final Output err;
    private final InputStream in;
    private final Settings settings;
    private final UnaryOperator<String> wording;

    /// How to print.
    ///
    /// @param format        the form of results
    /// @param isQuiet       whether sentences that only confirm success are left out
    /// @param outIsTerminal whether a person reads standard output
    /// @param errIsTerminal whether a person reads standard error
    /// @param inIsTerminal  whether a person can be asked
    /// @param hasColor      whether a terminal may be given colours
    /// @param hasProgress   whether a terminal may be shown progress
    /// @param width         columns of the terminal
    public record Settings(
            Format format,
            boolean isQuiet,
            boolean outIsTerminal,
            boolean errIsTerminal,
            boolean inIsTerminal,
            boolean hasColor,
            boolean hasProgress,
            IntSupplier width) {}

    public Terminal(Output out, Output err, InputStream in, Settings settings) {
        this(out, err, in, settings, UnaryOperator.identity());
    }

    /// @param wording puts the names of commands into what is said to people
    public Terminal(Output out, Output err, InputStream in, Settings settings, UnaryOperator<String> wording) {
        this.wording = wording;
        this.out = out;
        this.err = err;
        this.in = in;
        this.settings = settings;
    }

    /// Says how something ended: `sentence` for people, `outcome` (a [Details] or a record) for programs.
    public void say(Object outcome, String sentence) {
        if (settings.format == Format.TABLE) {
            if (!settings.isQuiet) {
                out.print(wording.apply(sentence) + "\n");
            }
        } else {
            object(outcome);
        }
    }

    /// Prints one thing: a line for each field, or an object.
    public void show(Details details) {
        if (settings.format == Format.TABLE) {
            lines(details);
        } else {
            object(details);
        }
    }

    /// Prints a list: a table, or an array of objects.
    public void list(Listing listing) {
        try (var rows = rows(listing.columns())) {
            for (var row : listing.rows()) {
                rows.row(row);
            }
        }
    }

    /// Begins a list whose rows are printed as they come.
    public RowWriter rows(List<Column> columns) {
        return rows(columns, settings.format);
    }

    /// Begins a list whose rows are printed as they come, in that form.
    public RowWriter rows(List<Column> columns, Format format) {
        return switch (format) {
            case TABLE ->
                new TableWriter(
                        columns, settings.outIsTerminal ? settings.width.getAsInt() : 0, outStyle(), out::print);
            case JSON -> new JsonRows(columns);
            case YAML -> new YamlRows(columns);
            case CSV -> {
                var names = new ArrayList<String>();
                columns.forEach(column -> names.add(column.name()));
                printCsv(names);
                yield new CsvRows();
            }
        };
    }

    /// Begins a list whose rows are printed as they come, in another form than `--format` asks for.
    public RowWriter rows(List<Column> columns, RowMode mode) {
        out.print(mode.head(columns, settings.outIsTerminal));
        return new RowWriter() {
            private boolean isFirst = true;

            @Override
            public void row(List<? extends @Nullable Object> values) {
                out.print(mode.row(columns, values, isFirst, settings.outIsTerminal));
                isFirst = false;
            }

            @Override
            public void close() {}
        };
    }

    /// Prints text as it is, such as a help page or a script.
    public void print(String text) {
        out.print(text);
    }

    /// Prints a line of a file: byte for byte into a pipe, and without what a terminal would act on.
    public void printLine(byte[] line) {
        if (settings.outIsTerminal) {
            var text = new String(line, java.nio.charset.StandardCharsets.UTF_8);
            out.print(Printable.text(text.replace("\t", "    ")) + "\n");
        } else {
            out.write(line);
            out.print("\n");
        }
    }

    /// A stream to print bytes to as they come. Closing it does nothing.
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                out.write(new byte[] {(byte) b});
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                out.write(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        };
    }

    /// Whether a person reads standard output.
    public boolean isForPerson() {
        return settings.outIsTerminal;
    }

    /// Whether results and errors are all that is wanted.
    public boolean isQuiet() {
        return settings.isQuiet;
    }

    /// Passes on what another program says, at once.
    public void relay(byte[] bytes, boolean isError) {
        var to = isError ? err : out;
        to.write(bytes);
        to.flush();
    }

    /// Says something by the way, on standard error.
    public void note(String sentence) {
        if (!settings.isQuiet) {
            err.print(wording.apply(sentence) + "\n");
            err.flush();
        }
    }

    /// Warns, on standard error.
    public void warn(String sentence) {
        err.print(errStyle().yellow("Warning:") + " " + wording.apply(sentence) + "\n");
        err.flush();
    }

    /// Says on standard error what went wrong and how to go on: a sentence, or an object with `--format json`.
    public void fail(TempleException failure, int exitCode) {
        var code = failure.code();
        String message = wording.apply(String.valueOf(failure.getMessage()));
        String hint = wording.apply(code.hint());
        if (settings.format == Format.JSON) {
            var error = new Details()
                    .with("code", code.id())
                    .with("name", code.name())
                    .with("message", message)
                    .with("hint", hint)
                    .with("exit_code", exitCode);
            err.print(JsonText.indented(Plain.of(new Details().with("error", error))) + "\n");
        } else {
            err.print(errStyle().red("Error " + code.id() + ":") + " " + message + "\n");
            err.print(errStyle().bold("Hint:") + " " + hint + "\n");
        }
        err.flush();
    }

    /// Asks a person who sits at the terminal; without one the answer is yes.
    public boolean confirm(String question) {
        if (!settings.inIsTerminal || !settings.errIsTerminal) {
            return true;
        }
        out.flush();
        err.print(question + " [y/N] ");
        err.flush();
        return readLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /// Asks a person who sits at the terminal for a line, which may be empty.
    public String ask(String question) {
        out.flush();
        err.print(question + " ");
        err.flush();
        return readLine().strip();
    }

    /// Everything that standard input holds, up to `most` bytes; the caller wipes it if it is secret.
    ///
    /// @throws TempleException with `USAGE` when there is more
    public byte[] readInput(int most) {
        try {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                Arrays.fill(bytes, (byte) 0);
                throw new TempleException(
                        ErrorCode.USAGE, "Standard input holds more than the %d bytes that it may.".formatted(most));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether a person can be asked.
    public boolean canAsk() {
        return settings.inIsTerminal && settings.errIsTerminal;
    }

    /// Asks a person who sits at the terminal for something that nobody should see; the caller wipes the answer.
    public byte[] askHidden(String question) {
        out.flush();
        err.print(question + " ");
        err.flush();
        try {
            return HiddenLine.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            err.print("\n");
            err.flush();
        }
    }

    /// Whether a person sits at the terminal who can be asked.
    public boolean isInteractive() {
        return settings.inIsTerminal && settings.outIsTerminal;
    }

    /// Everything that standard input gives, as UTF-8.
    public String readAll() {
        try {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether there is a terminal to ask for a passphrase on.
    public boolean canAskHidden() {
        return canAsk() || settings.errIsTerminal;
    }

    /// Asks for a passphrase, also when standard input is a pipe and only the terminal behind it has a person; the
    /// caller
    /// wipes it.
    ///
    /// @throws TempleException with `PASSPHRASE_NEEDED` when there is no terminal
    public byte[] askPassphrase(String question) {
        if (canAsk()) {
            return askHidden(question);
        }
        if (!settings.errIsTerminal) {
            throw new TempleException(ErrorCode.PASSPHRASE_NEEDED, "There is nobody to ask: " + question);
        }
        err.print(question + " ");
        err.flush();
        try (var tty = new FileInputStream("/dev/tty")) {
            return HiddenLine.read(tty);
        } catch (IOException e) {
            throw new TempleException(ErrorCode.PASSPHRASE_NEEDED, "There is nobody to ask: " + question, e);
        } finally {
            err.print("\n");
            err.flush();
        }
    }

    /// Shows how far long work has come, on a terminal; hears nothing elsewhere.
    public Progress progress() {
        return settings.errIsTerminal && settings.hasProgress && !settings.isQuiet
                ? new TerminalProgress(err, settings.width.getAsInt(), System::nanoTime)
                : Progress.NONE;
    }

    public Format format() {
        return settings.format;
    }

    public Style outStyle() {
        return new Style(settings.outIsTerminal && settings.hasColor);
    }

    public Style errStyle() {
        return new Style(settings.errIsTerminal && settings.hasColor);
    }

    /// Columns to fill with running text: those of the terminal within reason, 80 in a pipe.
    public int textWidth() {
        return settings.outIsTerminal ? Math.clamp(settings.width.getAsInt(), 40, 100) : 80;
    }

    public void flush() {
        out.flush();
        err.flush();
    }

    private void object(Object outcome) {
        var plain = Plain.of(outcome);
        switch (settings.format) {
            case JSON -> out.print(JsonText.indented(plain) + "\n");
            case YAML -> out.print(YamlText.of(plain));
            case CSV -> {
                var map = plain instanceof Map<?, ?> fields ? fields : Map.of("value", String.valueOf(plain));
                printCsv(new ArrayList<>(map.keySet()));
                printCsv(new ArrayList<@Nullable Object>(map.values()));
            }
            case TABLE -> throw new IllegalStateException();
        }
    }

    private void lines(Details details) {
        int width = 0;
        for (String name : details.fields().keySet()) {
            width = Math.max(width, name.length());
        }
        for (var field : details.fields().entrySet()) {
            String text = text(field.getKey(), field.getValue(), width + 3);
            if (!text.isEmpty() && !text.equals("{}") && !text.equals("[]")) {
                String label = Column.heading(field.getKey()) + ":";
                out.print(outStyle().bold(label) + " ".repeat(width + 3 - label.length()) + text + "\n");
            }
        }
    }

    private static String text(String name, @Nullable Object value, int indent) {
        if (value instanceof String text && text.indexOf('\n') >= 0) {
            var lines = new StringBuilder();
            for (String line : text.strip().split("\n", -1)) {
                lines.append(lines.isEmpty() ? "" : "\n" + " ".repeat(indent))
                        .append(Printable.text(line.stripTrailing()));
            }
            return lines.toString();
        }
        return TableWriter.cell(value, name.endsWith("bytes") ? Column.Kind.BYTES : Column.Kind.TEXT);
    }

    private void printCsv(List<? extends @Nullable Object> plain) {
        String row = CsvText.row(plain);
        out.print(settings.outIsTerminal ? Printable.text(row.substring(0, row.length() - 1)) + "\n" : row);
    }

    private String readLine() {
        var line = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static Object named(List<Column> columns, List<? extends @Nullable Object> values) {
        var named = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i).name(), Plain.of(values.get(i)));
        }
        return named;
    }

    private final class JsonRows implements RowWriter {
        private final List<Column> columns;
        private String before = "[\n  ";

        JsonRows(List<Column> columns) {
            this.columns = columns;
        }

        @Override
        public void row(List<? extends @Nullable Object> values) {
            out.print(before + JsonText.compact(named(columns, values)));
            before = ",\n  ";
        }

        @Override
        public void close() {
            out.print(before.startsWith("[") ? "[]\n" : "\n]\n");
        }
    }

    private final class YamlRows implements RowWriter {
        private final List<Column> columns;
        private boolean isEmpty = true;

        YamlRows(List<Column> columns) {
            this.columns = columns;
        }

        @Override
        public void row(List<? extends @Nullable Object> values) {
            isEmpty = false;
            out.print(YamlText.element(named(columns, values)));
        }

        @Override
        public void close() {
            if (isEmpty) {
                out.print("[]\n");
            }
        }
    }

    private final class CsvRows implements RowWriter {
        @Override
        public void row(List<? extends @Nullable Object> values) {
            var plain = new ArrayList<@Nullable Object>();
            for (var value : values) {
                plain.add(Plain.of(value));
            }
            printCsv(plain);
        }

        @Override
        public void close() {}
    }
}
