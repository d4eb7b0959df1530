package dev.templedb.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Paths that files of a project name from their own directory.
public final class RelativePath {
    private RelativePath() {}

    /// What `relative` means in `directory`, from the root of the project, where both may be empty; nothing when it
    /// leads out of the project.
    public static Optional<String> resolve(String directory, String relative) {
        var steps = new ArrayList<String>(directory.isEmpty() ? List.of() : List.of(directory.split("/")));
        for (var step : relative.split("/")) {
            if (step.equals("..")) {
                if (steps.isEmpty()) {
                    return Optional.empty();
                }
                steps.removeLast();
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return Optional.of(String.join("/", steps));
    }
}
