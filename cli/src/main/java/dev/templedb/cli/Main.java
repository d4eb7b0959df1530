package dev.templedb.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;

/// The program: hands the command line to its command and ends with that command's exit code.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        int code = run(args);
        // Success returns instead: System.exit first loads the logging classes.
        if (code != 0) {
            System.exit(code);
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
