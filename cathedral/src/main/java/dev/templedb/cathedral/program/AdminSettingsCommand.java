package dev.templedb.cathedral.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.templedb.cathedral.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows all settings.
@Command(
        name = "settings",
        description = "Show all settings, where each value is from, and no secrets.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:a setting is not understood"},
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin settings", "  CATHEDRAL_HTTP_PORT=80 cathedral admin settings --format json"})
final class AdminSettingsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    LaunchOptions options = new LaunchOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    enum Format {
        TABLE,
        JSON
    }

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json (default: table).")
    Format format = Format.TABLE;

    AdminSettingsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var shown = options.launch(Map.of(), surroundings).settings().shown();
        surroundings.out().print(format == Format.JSON ? json(shown) : table(shown));
        surroundings.out().flush();
        return 0;
    }

    private static String table(List<Settings.Shown> shown) {
        var text = new StringBuilder("%-24s %-32s %s%n".formatted("SETTING", "VALUE", "SOURCE"));
        shown.forEach(
                setting -> text.append("%-24s %-32s %s%n".formatted(setting.key(), setting.value(), setting.source())));
        return text.toString();
    }

    private static String json(List<Settings.Shown> shown) {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
