package dev.templedb.cli;

import dev.templedb.cli.command.GlobalOptions;
import dev.templedb.cli.command.GlobalOptions.Option;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command line taken apart: the global options, wherever they stand, and all other words in their order.
///
/// @param globals the global options that were given: their values, or an empty text for those without
/// @param words   everything else; after `--` nothing is taken for a global option
record CommandWords(Map<String, String> globals, List<String> words) {
    /// Takes `arguments` apart. A value that is missing is the empty text here, see [#requireValues].
    static CommandWords of(List<String> arguments, Spelling spelling) {
        var ofDatabases = of(arguments, GlobalOptions.of("db"));
        var words = spelling.inFull(ofDatabases.words);
        if (spelling.isOfDatabases()) {
            return new CommandWords(ofDatabases.globals, words);
        }
        return !words.isEmpty() && words.getFirst().equals("db") ? ofDatabases : of(arguments, GlobalOptions.ALL);
    }

    private static CommandWords of(List<String> arguments, List<Option> options) {
        var globals = new HashMap<String, String>();
        var words = new ArrayList<String>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            var option = word.startsWith("-") ? GlobalOptions.find(word, options) : null;
            if (word.equals("--")) {
                words.addAll(arguments.subList(i, arguments.size()));
                break;
            } else if (option == null) {
                words.add(word);
            } else if (option.label() == null) {
                globals.put(option.name(), "");
            } else if (word.indexOf('=') >= 0) {
                globals.put(option.name(), word.substring(word.indexOf('=') + 1));
            } else {
                i++;
                globals.put(option.name(), i < arguments.size() ? arguments.get(i) : "");
            }
        }
        return new CommandWords(globals, words);
    }

    /// @throws TempleException with `USAGE` when an option that needs a value has none
    void requireValues() {
        for (var option : GlobalOptions.of("db")) {
            if (option.label() != null && "".equals(globals.get(option.name()))) {
                throw new TempleException(
                        ErrorCode.USAGE,
                        "%s needs a value: %s %s.".formatted(option.name(), option.name(), option.label()));
            }
        }
    }

    boolean has(String option) {
        return globals.containsKey(option);
    }

    @Nullable
    String get(String option) {
        return globals.get(option);
    }
}
