package dev.templedb.temple.processes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Variables that tell the loader and the shell which code to run, held back from the programs that we run ourselves
/// on the way to a command. They travel under other names, never on a command line: their values may be secrets.
///
/// @param environment what the first program is given
/// @param giveBack    the words before the command that give it its variables back; none when nothing is held
record HeldVariables(Map<String, String> environment, List<String> giveBack) {
    private static final Set<String> NAMES =
            Set.of("PATH", "ENV", "BASH_ENV", "GLIBC_TUNABLES", "GCONV_PATH", "LOCPATH");
    private static final String HELD = "TEMPLEDB_HELD_";

    /// Holds back what in `wanted` differs from `own`, the environment of the user.
    static HeldVariables of(Map<String, String> wanted, Map<String, String> own) {
        var environment = new HashMap<>(wanted);
        var names = new ArrayList<String>();
        wanted.forEach((name, value) -> {
            if (isOfLoader(name) && !value.equals(own.get(name))) {
                names.add(name);
                environment.remove(name);
                environment.put(HELD + name, value);
                if (own.containsKey(name)) {
                    environment.put(name, own.get(name));
                }
            }
        });
        if (names.isEmpty()) {
            return new HeldVariables(environment, List.of());
        }
        var shell = new StringBuilder();
        for (var name : names) {
            shell.append("%1$s=$%2$s%1$s; export %1$s; unset %2$s%1$s; ".formatted(name, HELD));
        }
        return new HeldVariables(environment, List.of(ProcessGroup.SHELL, "-c", shell + "exec \"$@\"", "sh"));
    }

    private static boolean isOfLoader(String name) {
        return NAMES.contains(name) || name.matches("(LD|DYLD)_[A-Za-z0-9_]+");
    }
}
