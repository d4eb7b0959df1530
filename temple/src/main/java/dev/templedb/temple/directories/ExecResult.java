package dev.templedb.temple.directories;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a command ended in the directory of one project.
///
/// @param exitCode when it ended by itself
/// @param lastLine the last line it said that is not blank, fit to print; empty when there is none
/// @param output   the file with all that it said; none when it was not started
public record ExecResult(
        String slug,
        Optional<Path> directory,
        Ending ending,
        Optional<Integer> exitCode,
        Duration duration,
        String lastLine,
        Optional<Path> output) {
    /// What became of it.
    public enum Ending {
        /// It ended with 0.
        OK("ok"),
        /// It ended with something else.
        FAILED("failed"),
        /// It took too long and was ended.
        TIMED_OUT("timed out"),
        /// The directory is not there.
        MISSING("missing"),
        /// Nobody said where the project lies.
        NO_DIRECTORY("no directory"),
        /// The program could not be started.
        NOT_STARTED("not started"),
        /// It was ended because the user wanted it to.
        CANCELLED("cancelled");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        /// The word for people and programs.
        public String word() {
            return word;
        }
    }

    /// Whether something was to be done and was not.
    public boolean isFailure() {
        return ending != Ending.OK && ending != Ending.NO_DIRECTORY;
    }

    static ExecResult notRun(String slug, Optional<Path> directory, Ending ending, String why) {
        return new ExecResult(slug, directory, ending, Optional.empty(), Duration.ZERO, why, Optional.empty());
    }
}
