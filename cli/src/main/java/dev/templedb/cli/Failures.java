package dev.templedb.cli;

import dev.templedb.cli.command.ExitCode;
import dev.templedb.cli.terminal.Terminal;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Printable;
import dev.templedb.core.TempleException;
import dev.templedb.temple.BegunWork;

/// The one place where failures become words and exit codes.
final class Failures {
    private final Terminal terminal;
    private boolean logsTraces;

    /// @param logsTraces whether the log is told where in the program a failure came from
    Failures(Terminal terminal, boolean logsTraces) {
        this.terminal = terminal;
        this.logsTraces = logsTraces;
    }

    /// Tells the log from now on where failures come from: there is a file for it.
    void logTraces() {
        logsTraces = true;
    }

    /// Says what went wrong and how to go on, and returns the exit code.
    int report(Throwable failure) {
        return report(known(failure));
    }

    /// Says what went wrong and how to go on, and returns the exit code.
    int report(TempleException failure) {
        int exitCode = ExitCode.of(failure.code().kind());
        if (BegunWork.isGivenUp()) {
            return exitCode;
        }
        try {
            terminal.flush();
            if (failure.code() == ErrorCode.OUTPUT_CLOSED) {
                return exitCode;
            }
            if (logsTraces) {
                Logging.trace(failure);
            }
            terminal.fail(failure, exitCode);
        } catch (TempleException nobodyListens) {
            // There is nowhere left to say it; the exit code says that something went wrong.
        }
        return exitCode;
    }

    private static TempleException known(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return new TempleException(ErrorCode.INTERNAL, "The work needs more memory than there is.", failure);
        }
        if (failure instanceof StackOverflowError) {
            return new TempleException(ErrorCode.INTERNAL, "The input is nested too deeply.", failure);
        }
        String reason = failure.getMessage() == null ? "" : ": " + Printable.text(failure.getMessage());
        return new TempleException(
                ErrorCode.INTERNAL,
                "Something unexpected happened, %s%s."
                        .formatted(failure.getClass().getSimpleName(), reason),
                failure);
    }
}
