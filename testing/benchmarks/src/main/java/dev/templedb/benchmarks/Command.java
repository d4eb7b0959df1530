package dev.templedb.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A command line to run, its output thrown away.
///
/// @param environment variables on top of those that every command gets
record Command(List<String> words, Map<String, String> environment) {
    Command {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /// A command of these words; a path stands for its text.
    static Command of(Object... words) {
        return new Command(Arrays.stream(words).map(Object::toString).toList(), Map.of());
    }

    /// A command of git on the repository `git`, which has no work tree.
    static Command git(Path git, Object... words) {
        var all = new ArrayList<Object>(List.of("git", "--git-dir=" + git));
        all.addAll(List.of(words));
        return of(all.toArray());
    }

    /// A script of bash; `$1`, `$2` ... are the paths.
    static Command shell(String script, Path... paths) {
        var words = new ArrayList<Object>(List.of("bash", "-euo", "pipefail", "-c", script, "bash"));
        words.addAll(List.of(paths));
        return of(words.toArray());
    }

    Command with(String variable, String value) {
        var more = new java.util.HashMap<>(environment);
        more.put(variable, value);
        return new Command(words, more);
    }
}
