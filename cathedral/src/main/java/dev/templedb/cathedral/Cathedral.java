package dev.templedb.cathedral;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The program `cathedral`.
@QuarkusMain
public final class Cathedral {
    Cathedral() {}

    /// Runs the server until it is told to stop.
    public static void main(String[] arguments) {
        Quarkus.run(arguments);
    }
}
