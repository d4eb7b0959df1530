package dev.templedb.cathedral.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.templedb.core.ErrorCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the commands for operators have in common: they work on the registry of the settings, and say what they did to
/// a person or to a program.
abstract class OperatorCommand implements Callable<Integer> {
    /// For a request that was carried out and found something wrong.
    static final int DAMAGED = ExitCodes.of(ErrorCode.Kind.CORRUPT);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    enum Format {
        TABLE,
        JSON
    }

    final Surroundings surroundings;

    @Mixin
    LaunchOptions options = new LaunchOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json (default: table).")
    Format format = Format.TABLE;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    OperatorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public final Integer call() {
        int code = run(options.launch(Map.of(), surroundings));
        surroundings.out().flush();
        return code;
    }

    /// Does it, and returns the exit code.
    abstract int run(Launch launch);

    /// Says what was done.
    ///
    /// @param result the same for a program
    final void say(Object result, String sentence) {
        surroundings.out().println(format == Format.JSON ? pretty(result) : sentence);
    }

    private static String pretty(Object result) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One line of JSON.
    static String line(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String count(long number, String noun) {
        return "%d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }
}
