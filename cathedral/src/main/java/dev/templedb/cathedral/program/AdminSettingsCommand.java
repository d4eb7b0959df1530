package dev.templedb.cathedral.program;

import dev.templedb.cathedral.settings.Settings;
import java.util.List;
import picocli.CommandLine.Command;

/// Shows all settings.
@Command(
        name = "settings",
        description = "Show all settings, where each value is from, and no secrets.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:a setting is not understood"},
        footerHeading = "%nExamples:%n",
        footer = {"  cathedral admin settings", "  CATHEDRAL_HTTP_PORT=80 cathedral admin settings --format json"})
final class AdminSettingsCommand extends OperatorCommand {
    AdminSettingsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Launch launch) {
        var shown = launch.settings().shown();
        say(shown, table(shown));
        return 0;
    }

    private static String table(List<Settings.Shown> shown) {
        var text = new StringBuilder("%-24s %-32s %s".formatted("SETTING", "VALUE", "SOURCE"));
        shown.forEach(
                setting -> text.append("%n%-24s %-32s %s".formatted(setting.key(), setting.value(), setting.source())));
        return text.toString();
    }
}
