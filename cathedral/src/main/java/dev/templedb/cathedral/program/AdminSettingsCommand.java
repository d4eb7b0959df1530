package dev.templedb.cathedral.program;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows all settings.
@Command(name = "settings", description = "Show all settings, where each value is from, and no secrets.")
final class AdminSettingsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    LaunchOptions options = new LaunchOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    AdminSettingsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var launch = options.launch(Map.of(), surroundings);
        surroundings.out().printf("%-24s %-32s %s%n", "SETTING", "VALUE", "SOURCE");
        for (var setting : launch.settings().shown()) {
            surroundings.out().printf("%-24s %-32s %s%n", setting.key(), setting.value(), setting.source());
        }
        return 0;
    }
}
