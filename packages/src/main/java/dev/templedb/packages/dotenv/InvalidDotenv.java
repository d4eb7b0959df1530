package dev.templedb.packages.dotenv;

/// A text is no file of variables. The message names the line and never a value.
@SuppressWarnings("serial")
public final class InvalidDotenv extends Exception {
    InvalidDotenv(int line, String what) {
        super("line %d %s".formatted(line, what));
    }
}
