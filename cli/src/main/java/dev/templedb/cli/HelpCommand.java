package dev.templedb.cli;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Likeness;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;

/// `templedb help [COMMAND...]`
final class HelpCommand implements Command {
    private final Value<String[]> words;
    private final Program program;

    HelpCommand(Usage usage, Program program) {
        usage.example("templedb help")
                .example("templedb help project list")
                .exits(ExitCode.USAGE, "there is no such command");
        words = usage.remainingParameters("COMMAND", "The words of a command or of a group of commands.");
        this.program = program;
    }

    @Override
    public int run() {
        String name = "";
        for (String word : words.get()) {
            String longer = name.isEmpty() ? word : name + " " + word;
            if (Catalogue.find(longer) == null) {
                var guess = Likeness.nearest(word, Catalogue.namesBelow(name)).map(" Did you mean %s?"::formatted);
                throw new TempleException(
                        ErrorCode.USAGE,
                        "There is no command %s.%s".formatted(Printable.text(longer), guess.orElse("")));
            }
            name = longer;
        }
        program.terminal().print(program.help(name));
        return ExitCode.OK;
    }
}
