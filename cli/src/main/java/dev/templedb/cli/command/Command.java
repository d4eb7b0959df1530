package dev.templedb.cli.command;

/// One command. Its constructor describes it; [#run] does it.
public interface Command {
    /// Does what the command line asks for, and returns the exit code, which is one of [ExitCode].
    int run();
}
