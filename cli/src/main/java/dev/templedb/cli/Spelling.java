package dev.templedb.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Under which name the program was called: `templedb`, or `branchdb`, which has the commands of `templedb db` at its
/// root.
///
/// @param isOfDatabases whether it is `branchdb`
record Spelling(boolean isOfDatabases) {
    private static final String DATABASES = "db";

    /// What both programs have at their root.
    private static final Set<String> COMMON = Set.of("help", "version", "completion");

    private static final Pattern LISTED = Pattern.compile("(?m)^  db (\\S[\\S ]*?)(?=  |$)");

    /// As the launcher says.
    static Spelling of(Map<String, String> variables) {
        return new Spelling("branchdb".equals(variables.get("TEMPLEDB_PROGRAM")));
    }

    String program() {
        return isOfDatabases ? "branchdb" : "templedb";
    }

    /// The words of a command line as `templedb` has them.
    List<String> inFull(List<String> words) {
        if (!isOfDatabases || !words.isEmpty() && isCommon(words.getFirst())) {
            return words;
        }
        var all = new ArrayList<>(words);
        all.add(!words.isEmpty() && words.getFirst().equals("help") ? 1 : 0, DATABASES);
        return all;
    }

    private static boolean isCommon(String word) {
        return COMMON.contains(word) && !word.equals("help") || word.equals("--version");
    }

    /// The name of a command as people type it.
    String command(String name) {
        return isOfDatabases && name.startsWith(DATABASES + " ") ? name.substring(DATABASES.length() + 1) : name;
    }

    /// `text`, in which commands are named as `templedb` has them, with the names of this program.
    String say(String text) {
        if (!isOfDatabases) {
            return text;
        }
        String named = text.replace("templedb db ", "branchdb ")
                .replace("templedb help", "branchdb help")
                .replace("templedb version", "branchdb version")
                .replace("templedb completion", "branchdb completion")
                .replace("every `db` command, before or after its name", "every command on databases")
                .replace("every `db` command", "every command on databases")
                .replace("`db ", "`branchdb ")
                .replace("`db`", "branchdb");
        return LISTED.matcher(named).replaceAll("  $1   ");
    }
}
