package dev.templedb.cathedral;

import dev.templedb.cathedral.program.Program;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The program `cathedral`.
@QuarkusMain
public final class Cathedral {
    Cathedral() {}

    /// Runs one command, and ends with its exit code.
    public static void main(String[] arguments) {
        Program.exit(Program.run(arguments));
    }
}
