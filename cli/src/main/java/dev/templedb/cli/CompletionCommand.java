package dev.templedb.cli;

import dev.templedb.cli.command.Command;
import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.command.GlobalOptions;
import dev.templedb.cli.command.Usage;
import dev.templedb.cli.command.Usage.Value;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `templedb completion bash|zsh|fish`
final class CompletionCommand implements Command {
    private static final Set<String> COMMON = Set.of("help", "version", "completion");
    private static final String SLUGS = "templedb project list 2>/dev/null | awk 'NR>2 {print $1}'";

    /// `%1$s` is a case for each command, `%2$s` a call that lists slugs.
    private static final String BASH = """
            # Completion of templedb for bash.
            _templedb() {
                local current=${COMP_WORDS[COMP_CWORD]} path= word words= slugs=
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    [[ $word == -* ]] && continue
                    case "$path $word" in
            %3$s) path="$path $word" ;;
                    esac
                done
                case "${COMP_WORDS[COMP_CWORD-1]}" in
                --format) words="table json yaml csv" ;;
                --layout) words="file directory tar.zst" ;;
                --log-level) words="error warning info debug" ;;
                --project) slugs=1 ;;
                --output | --temple | --log-file | --project-dir) words= ;;
                *)
                    case "$path" in
            %1$s        esac
                    ;;
                esac
                if [[ -n $slugs && $current != -* ]]; then
                    words=$(%2$s)
                fi
                COMPREPLY=($(compgen -W "$words" -- "$current"))
                [[ ${#COMPREPLY[@]} -gt 0 ]] || COMPREPLY=($(compgen -f -- "$current"))
            }
            complete -F _templedb templedb
            """;

    private final Value<String> shell;
    private final Program program;

    CompletionCommand(Usage usage, Program program) {
        usage.example("templedb completion bash > ~/.local/share/bash-completion/completions/templedb")
                .example("source <(templedb completion zsh)")
                .example("templedb completion fish > ~/.config/fish/completions/templedb.fish")
                .exits(ExitCode.USAGE, "another shell");
        shell = usage.parameter("SHELL", "bash, zsh or fish.");
        this.program = program;
    }

    @Override
    public int run() {
        program.terminal()
                .print(
                        switch (shell.get()) {
                            case "bash" -> bash();
                            case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + bash();
                            case "fish" -> fish();
                            default ->
                                throw new TempleException(
                                        ErrorCode.USAGE,
                                        "There is no completion for \"%s\"; use bash, zsh or fish."
                                                .formatted(Printable.text(shell.get())));
                        });
        return ExitCode.OK;
    }

    private String bash() {
        var cases = new StringBuilder();
        var paths = new ArrayList<String>();
        appendCase(cases, "", "", roots(), false);
        for (var entry : entries()) {
            String name = program.spelling().command(entry.name());
            paths.add("\" " + name + "\"");
            if (entry.isGroup()) {
                appendCase(cases, " " + name, entry.name(), Catalogue.namesBelow(entry.name()), false);
            } else {
                var usage = program.described(entry.name());
                appendCase(cases, " " + name, entry.name(), usage.optionNames(), usage.takesSlug());
            }
        }
        return named(script(cases, SLUGS, String.join(" | ", paths).indent(12).stripTrailing()));
    }

    /// The commands that this program has.
    private List<Catalogue.Entry> entries() {
        return program.spelling().isOfDatabases()
                ? Catalogue.ENTRIES.stream()
                        .filter(entry -> entry.name().startsWith("db ") || COMMON.contains(entry.name()))
                        .toList()
                : Catalogue.ENTRIES;
    }

    private List<String> roots() {
        var roots = new ArrayList<String>();
        for (var entry : entries()) {
            String name = program.spelling().command(entry.name());
            if (name.indexOf(' ') < 0) {
                roots.add(name);
            }
        }
        return roots;
    }

    /// Puts a case for each command, the call that lists slugs, and all commands into the script.
    private static String script(CharSequence cases, String slugs, String paths) {
        return BASH.replace("%1$s", cases).replace("%2$s", slugs).replace("%3$s", paths);
    }

    private void appendCase(StringBuilder cases, String path, String command, List<String> words, boolean takesSlug) {
        var all = new ArrayList<>(words);
        for (var option : GlobalOptions.of(program.spelling().isOfDatabases() ? "db" : command)) {
            all.add(option.name());
        }
        cases.append("            \"%s\") words=\"%s\"%s ;;\n"
                .formatted(path, String.join(" ", all), takesSlug ? " slugs=1" : ""));
    }

    private String fish() {
        var script = new StringBuilder("# Completion of templedb for fish.\n");
        for (var option : GlobalOptions.ALL) {
            script.append("complete -c templedb -l %s%s -d '%s'\n"
                    .formatted(
                            option.name().substring(2),
                            option.label() == null ? "" : " -r",
                            quoted(option.description())));
        }
        for (var option : GlobalOptions.OF_DATABASES) {
            script.append("complete -c templedb%s -l %s -r -d '%s'\n"
                    .formatted(
                            program.spelling().isOfDatabases() ? "" : " -n '__fish_seen_subcommand_from db'",
                            option.name().substring(2),
                            quoted(option.description())));
        }
        for (var entry : entries()) {
            String name = program.spelling().command(entry.name());
            int space = name.lastIndexOf(' ');
            String group = space < 0 ? "" : name.substring(0, space);
            String inFull = entry.name().substring(0, Math.max(0, entry.name().lastIndexOf(' ')));
            String condition = group.isEmpty()
                    ? "__fish_use_subcommand"
                    : "__fish_seen_subcommand_from %s; and not __fish_seen_subcommand_from %s"
                            .formatted(group, String.join(" ", Catalogue.namesBelow(inFull)));
            script.append("complete -c templedb -f -n '%s' -a %s -d '%s'\n"
                    .formatted(condition, name.substring(space + 1), quoted(entry.summary())));
            if (!entry.isGroup()) {
                appendOptions(script, name, program.described(entry.name()));
            }
        }
        return named(script.toString());
    }

    private static void appendOptions(StringBuilder script, String name, Usage usage) {
        var conditions = new ArrayList<String>();
        for (String word : name.split(" ")) {
            conditions.add("__fish_seen_subcommand_from " + word);
        }
        String condition = String.join("; and ", conditions);
        for (String option : usage.optionNames()) {
            script.append("complete -c templedb -n '%s' -l %s\n".formatted(condition, option.substring(2)));
        }
        if (usage.takesSlug()) {
            script.append(
                    "complete -c templedb -f -n '%s' -a \"(%s)\"\n".formatted(condition, SLUGS.replace("$1", "\\$1")));
        }
    }

    /// `script` for the program that was called.
    private String named(String script) {
        return program.spelling().isOfDatabases()
                ? script.replace("_templedb", "_branchdb")
                        .replace("of templedb", "of branchdb")
                        .replace("complete -c templedb", "complete -c branchdb")
                        .replace("_branchdb templedb", "_branchdb branchdb")
                : script;
    }

    private static String quoted(String text) {
        return text.replace("'", "\\'");
    }
}
