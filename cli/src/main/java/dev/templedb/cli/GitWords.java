package dev.templedb.cli;

import java.util.Map;
import java.util.Optional;

/// What those who know git look for under its names.
final class GitWords {
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("vcs checkout", "`vcs switch` goes to a branch or commit, `vcs restore` throws changes away"),
            Map.entry(
                    "vcs reset",
                    "`vcs restore --staged` takes files out of the next commit, `vcs commit --amend` makes the last one anew"),
            Map.entry("vcs stash", "make a branch with `vcs switch -c NAME`, and commit there"),
            Map.entry("vcs rm", "delete the file, and `vcs add` its name"),
            Map.entry("vcs mv", "move the file, and `vcs add` both names"),
            Map.entry(
                    "vcs clean", "`vcs status` lists files that are not part of the project; delete them as any other"),
            Map.entry("vcs rebase", "`vcs merge` joins branches; commits are never rewritten"),
            Map.entry("vcs cherry-pick", "`vcs diff COMMIT~1 COMMIT` is a patch that `git apply` takes"),
            Map.entry("vcs clone", "`project clone` clones a repository, `cathedral pull` a project"),
            Map.entry("vcs push", "`cathedral push` shares a project, `vcs export-git` writes a git repository"),
            Map.entry("vcs pull", "`cathedral pull` and `project sync` bring what others made"),
            Map.entry("vcs fetch", "`cathedral pull` and `project sync` bring what others made"),
            Map.entry("vcs init", "`project create` and `project import` begin a project"));

    private GitWords() {}

    /// What to use here instead of a command that git has.
    static Optional<String> insteadOf(String group, String word) {
        return Optional.ofNullable(ELSEWHERE.get(group + " " + word));
    }
}
