package dev.templedb.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// How one command is typed: its parameters, options, examples and exit codes, in the order in which help shows them.
///
/// ```java
/// ShowCommand(Usage usage) {
///     usage.example("templedb project show web-app").exits(ExitCode.NOT_FOUND, "there is no such project");
///     slug = usage.parameter("SLUG", "Slug of a local project.");
/// }
/// ```
public final class Usage {
    private final String name;
    private final String summary;
    private final CommandSpec spec;
    private final List<String> paragraphs = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private final Map<Integer, String> exitCodes = new LinkedHashMap<>();
    private int parameters;
    private @Nullable String quiet;

    /// @param name    the words that call it, such as `project show`
    /// @param summary one sentence
    public Usage(String name, String summary) {
        this.name = name;
        this.summary = summary;
        this.spec = CommandSpec.create().name("templedb " + name);
        exitCodes.put(ExitCode.OK, "");
    }

    /// What the command line gave for one parameter or option.
    ///
    /// @param <T> its type; null when it was not given and has no default
    public static final class Value<T extends @Nullable Object> {
        private final ArgSpec argument;

        Value(ArgSpec argument) {
            this.argument = argument;
        }

        public T get() {
            return argument.getValue();
        }
    }

    /// Adds a paragraph to the help page, below the summary.
    public Usage says(String paragraph) {
        paragraphs.add(paragraph);
        return this;
    }

    /// Adds a command line that shows how the command is used.
    public Usage example(String commandLine) {
        examples.add(commandLine);
        return this;
    }

    /// Says when the command ends with this exit code; the general meaning is added to an empty text.
    public Usage exits(int code, String when) {
        exitCodes.put(code, when);
        return this;
    }

    /// What to say instead of repeating words that do not belong on the command line, which may be secret.
    public Usage keepsQuiet(String sentence) {
        quiet = sentence;
        return this;
    }

    @Nullable
    String quiet() {
        return quiet;
    }

    /// A parameter that must be given.
    public Value<String> parameter(String label, String description) {
        return new Value<>(positional(label, description, "1", String.class));
    }

    /// A parameter that may be left out.
    public Value<@Nullable String> optionalParameter(String label, String description) {
        return new Value<>(positional(label, description, "0..1", String.class));
    }

    /// A whole number from 0 on that may be left out.
    public Value<@Nullable Long> optionalNumber(String label, String description) {
        return new Value<>(positional(label, description, "0..1", Long.class));
    }

    /// All remaining words; may be none.
    public Value<String[]> remainingParameters(String label, String description) {
        return new Value<>(positional(label, description, "0..*", String[].class));
    }

    /// The names of an option: `--all`, or `-a, --all` where it has a short one as well.
    private static String[] names(String option) {
        return option.split(", ");
    }

    /// An option without a value.
    ///
    /// @param option its name; as everywhere here `-a, --all` for one with a short name as well
    public Value<Boolean> flag(String option, String description) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(boolean.class)
                .initialValue(false)
                .defaultValue("false")
                .description(description)));
    }

    /// An option with a text.
    public Value<@Nullable String> option(String option, String label, String description) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(String.class)
                .paramLabel(label)
                .arity("1")
                .description(description)));
    }

    /// An option with one of a few words, or something else that `reader` understands.
    public <T> Value<@Nullable T> option(String option, String label, String description, Function<String, T> reader) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(Object.class)
                .converters(reader::apply)
                .paramLabel(label)
                .arity("1")
                .description(description)));
    }

    /// An option that may be given several times.
    public Value<String[]> options(String option, String label, String description) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(String[].class)
                .initialValue(new String[0])
                .paramLabel(label)
                .arity("1")
                .description(description)));
    }

    /// An option with one or more words after it, which may be given several times.
    public Value<String[]> severalWords(String option, String label, String description) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(String[].class)
                .initialValue(new String[0])
                .paramLabel(label)
                .arity("1..*")
                .description(description)));
    }

    /// An option with a number that is not negative.
    public Value<Long> number(String option, String label, String description, long defaultValue) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(Long.class)
                .converters(Usage::toNumber)
                .initialValue(defaultValue)
                .defaultValue(Long.toString(defaultValue))
                .paramLabel(label)
                .arity("1")
                .description(description)));
    }

    /// An option with a time such as `30s`, `500ms` or `5m`.
    public Value<Duration> duration(String option, String label, String description, Duration defaultValue) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(Duration.class)
                .converters(Usage::toDuration)
                .initialValue(defaultValue)
                .defaultValue(defaultValue.toSeconds() + "s")
                .paramLabel(label)
                .arity("1")
                .description(description)));
    }

    /// An option with a time such as `30s`, `500ms` or `5m`, that means something else when it is left out.
    public Value<@Nullable Duration> optionalDuration(String option, String label, String description) {
        return new Value<>(add(OptionSpec.builder(names(option))
                .type(Duration.class)
                .converters(Usage::toDuration)
                .paramLabel(label)
                .arity("1")
                .description(description)));
    }

    static long toNumber(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The message below says it.
        }
        throw new TypeConversionException("'%s' is not a whole number from 0 on".formatted(text));
    }

    static Duration toDuration(String text) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits > 0 && digits < 10) {
            long number = Long.parseLong(text.substring(0, digits));
            @Nullable
            Duration duration = switch (text.substring(digits)) {
                case "ms" -> Duration.ofMillis(number);
                case "s", "" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> null;
            };
            if (duration != null) {
                return duration;
            }
        }
        throw new TypeConversionException("'%s' is not a time such as 30s, 500ms, 5m or 7d".formatted(text));
    }

    public String name() {
        return name;
    }

    public String summary() {
        return summary;
    }

    List<String> paragraphs() {
        return paragraphs;
    }

    List<String> examples() {
        return examples;
    }

    Map<Integer, String> exitCodes() {
        return exitCodes;
    }

    CommandSpec spec() {
        return spec;
    }

    /// The options that this command has for itself.
    public List<String> optionNames() {
        var names = new ArrayList<String>();
        for (var option : spec.options()) {
            names.add(option.longestName());
        }
        return names;
    }

    /// Whether there are words besides options.
    boolean takesParameters() {
        return !spec.positionalParameters().isEmpty();
    }

    /// Whether the first parameter is the slug of a project.
    public boolean takesSlug() {
        return !spec.positionalParameters().isEmpty()
                && spec.positionalParameters().getFirst().paramLabel().equals("SLUG");
    }

    private PositionalParamSpec positional(String label, String description, String arity, Class<?> type) {
        boolean isMultiple = type.isArray();
        var built = PositionalParamSpec.builder()
                .index(isMultiple ? parameters + "..*" : Integer.toString(parameters))
                .arity(arity)
                .required(arity.equals("1"))
                .type(type)
                .paramLabel(label)
                .description(description);
        if (type == Long.class) {
            built.converters(Usage::toNumber);
        }
        if (isMultiple) {
            built.initialValue(new String[0]);
        }
        parameters++;
        var parameter = built.build();
        spec.addPositional(parameter);
        return parameter;
    }

    private OptionSpec add(OptionSpec.Builder builder) {
        var option = builder.build();
        spec.addOption(option);
        return option;
    }
}
