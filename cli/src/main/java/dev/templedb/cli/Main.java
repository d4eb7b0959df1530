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
        boolean isResumed = BegunWork.isResumed();
        if (BegunWork.giveUp()) {
            say("The work was interrupted, and what it had begun to write was removed.\n");
        } else if (isResumed) {
            say("The work was interrupted; what it had begun in the directory is finished by the next `templedb vcs`"
                    + " command there.\n");
        }
    }

    private static void say(String sentence) {
        var err = new Output(new FileOutputStream(FileDescriptor.err));
        err.print(sentence);
        err.flush();
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
