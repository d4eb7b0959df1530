package dev.templedb.cli;

import dev.templedb.cli.terminal.Output;
import dev.templedb.temple.BegunWork;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;

/// The program: hands the command line to its command and ends with that command's exit code.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(Main::end));
        int code = run(args);
        // Success returns instead: System.exit first loads the logging classes.
        if (code != 0) {
            System.exit(code);
        }
    }

    /// Runs when the program ends: there is something to give up only when it was interrupted.
    private static void end() {
        if (BegunWork.giveUp()) {
            var err = new Output(new FileOutputStream(FileDescriptor.err));
            err.print("The work was interrupted, and what it had begun to write was removed.\n");
            err.flush();
        }
    }

    /// Runs one command line in this process and returns its exit code.
    static int run(String... args) {
        return Program.run(
                List.of(args),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Environment.ofProcess(),
                System::exit);
    }
}
