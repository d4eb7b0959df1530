package dev.templedb.cli;

import dev.templedb.cli.command.GlobalOptions;
import dev.templedb.cli.command.HelpPage;
import java.util.List;

/// The help pages of the program and of its groups of commands.
final class Help {
    private Help() {}

    static String ofProgram(int width) {
        var page = new HelpPage(width)
                .paragraph("TempleDB keeps all your projects, with their files and history, in one database.")
                .heading("Usage")
                .item("templedb COMMAND ...", "Run a command.")
                .item("templedb COMMAND --help", "Show what a command does, its options, examples and exit codes.");
        String heading = "";
        for (var entry : Catalogue.entriesBelow("")) {
            if (!entry.heading().equals(heading)) {
                heading = entry.heading();
                page.heading(heading);
            }
            page.item(entry.name(), entry.summary());
        }
        page.heading("Options of every command, before or after its name");
        options(page, GlobalOptions.ALL);
        return page.examples(List.of(
                        "templedb init", "templedb project create web-app --name \"Web App\"", "templedb project list"))
                .toString();
    }

    private static void options(HelpPage page, List<GlobalOptions.Option> options) {
        for (var option : options) {
            page.item(
                    option.label() == null ? option.name() : option.name() + " " + option.label(),
                    option.description());
        }
    }

    static String ofGroup(Catalogue.Entry group, int width) {
        var page = new HelpPage(width).paragraph(group.summary()).heading("Usage");
        Catalogue.standard(group.name())
                .ifPresent(
                        standard -> page.item("templedb " + group.name(), "The same as `templedb " + standard + "`."));
        page.item("templedb " + group.name() + " COMMAND ...", "Run a command.")
                .item("templedb " + group.name() + " COMMAND --help", "Show what it does.")
                .heading("Commands");
        for (var entry : Catalogue.entriesBelow(group.name())) {
            page.item(entry.name(), entry.summary());
        }
        if (GlobalOptions.isOfDatabases(group.name())) {
            page.heading("Options of every `db` command, before or after its name");
            options(page, GlobalOptions.OF_DATABASES);
            return page.globalOptions("").toString();
        }
        return page.globalOptions(group.name()).toString();
    }
}
