package dev.templedb.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The text that `--help` prints.
public final class HelpPage {
    private static final int NAME_WIDTH = 26;

    private final StringBuilder text = new StringBuilder();
    private final int width;

    /// @param width columns to fill
    public HelpPage(int width) {
        this.width = width;
    }

    /// The page of one command.
    public static String of(Usage usage, int width) {
        var page = new HelpPage(width);
        page.paragraph(usage.summary());
        page.text.append("\nUsage: ");
        page.synopsis(usage);
        for (String paragraph : usage.paragraphs()) {
            page.text.append('\n');
            page.paragraph(paragraph);
        }
        page.arguments(usage);
        page.examples(usage.examples());
        page.exitCodes(usage);
        page.globalOptions(usage.name());
        return page.toString();
    }

    /// Adds running text, broken into lines.
    public HelpPage paragraph(String paragraph) {
        wrap(paragraph, 0);
        return this;
    }

    /// Adds a heading after an empty line.
    public HelpPage heading(String heading) {
        text.append('\n').append(heading).append(":\n");
        return this;
    }

    /// Adds a name with its description beside it.
    public HelpPage item(String name, String description) {
        text.append("  ").append(name);
        int used = name.length() + 2;
        if (used + 2 > NAME_WIDTH) {
            text.append('\n').repeat(' ', NAME_WIDTH);
        } else {
            text.repeat(' ', NAME_WIDTH - used);
        }
        wrap(description, NAME_WIDTH);
        return this;
    }

    /// Adds a section with command lines.
    public HelpPage examples(List<String> examples) {
        if (!examples.isEmpty()) {
            heading("Examples");
            examples.forEach(example -> text.append("  ").append(example).append('\n'));
        }
        return this;
    }

    /// Adds the options that the command or group of that name has with the others.
    public HelpPage globalOptions(String command) {
        if (GlobalOptions.isOfDatabases(command)) {
            options("Options of every `db` command", GlobalOptions.OF_DATABASES);
        }
        options("Options of every command", GlobalOptions.ALL);
        return this;
    }

    private void options(String heading, List<GlobalOptions.Option> options) {
        heading(heading);
        var names = new ArrayList<String>();
        for (var option : options) {
            names.add(option.label() == null ? option.name() : option.name() + " " + option.label());
        }
        text.append("  ");
        wrap(String.join(", ", names), 2);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void synopsis(Usage usage) {
        var words = new ArrayList<String>();
        words.add("templedb " + usage.name());
        for (OptionSpec option : usage.spec().options()) {
            words.add("[" + name(option) + "]" + (option.isMultiValue() ? "..." : ""));
        }
        for (PositionalParamSpec parameter : usage.spec().positionalParameters()) {
            words.add(label(parameter));
        }
        wrapUnbroken(words);
    }

    private void arguments(Usage usage) {
        var parameters = usage.spec().positionalParameters();
        var options = usage.spec().options();
        if (!parameters.isEmpty()) {
            heading("Arguments");
            parameters.forEach(
                    parameter -> item(parameter.paramLabel(), parameter.description()[0]));
        }
        if (!options.isEmpty()) {
            heading("Options");
            options.forEach(option -> item(names(option), option.description()[0] + defaultOf(option)));
        }
    }

    private static String defaultOf(OptionSpec option) {
        @Nullable String value = option.defaultValue();
        return value == null || value.equals("false") ? "" : " (default: " + value + ")";
    }

    private void exitCodes(Usage usage) {
        heading("Exit codes");
        usage.exitCodes().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(entry -> {
                    text.append("  ").append(entry.getKey().intValue()).append("  ");
                    wrap(
                            ExitCode.meaning(entry.getKey())
                                    + (entry.getValue().isEmpty() ? "" : ": " + entry.getValue()),
                            5);
                });
    }

    private static String names(OptionSpec option) {
        return String.join(", ", option.names()) + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
    }

    private static String name(OptionSpec option) {
        return option.arity().max() == 0 ? option.longestName() : option.longestName() + " " + option.paramLabel();
    }

    private static String label(PositionalParamSpec parameter) {
        String label = parameter.isMultiValue() ? parameter.paramLabel() + "..." : parameter.paramLabel();
        return parameter.required() ? label : "[" + label + "]";
    }

    private void wrapUnbroken(List<String> words) {
        int column = "Usage: ".length();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (i > 0 && column + 1 + word.length() > width) {
                text.append("\n         ");
                column = 9;
            } else if (i > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }

    /// Appends text from the current column on, which is `indent`.
    private void wrap(String paragraph, int indent) {
        int column = indent;
        boolean isFirst = true;
        for (int start = 0; start < paragraph.length(); ) {
            int space = paragraph.indexOf(' ', start);
            int end = space < 0 ? paragraph.length() : space;
            int length = end - start;
            if (!isFirst && column + 1 + length > width) {
                text.append('\n').repeat(' ', indent);
                column = indent;
            } else if (!isFirst) {
                text.append(' ');
                column++;
            }
            text.append(paragraph, start, end);
            column += length;
            isFirst = false;
            start = end + 1;
        }
        text.append('\n');
    }
}
