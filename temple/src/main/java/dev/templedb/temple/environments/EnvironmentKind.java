package dev.templedb.temple.environments;

import dev.templedb.analysis.nix.InvalidNix;
import dev.templedb.analysis.nix.NixSyntax;

/// What a Nix text is for.
public enum EnvironmentKind {
    /// A `flake.nix`, entered with `nix develop`.
    FLAKE("flake", "flake.nix"),
    /// A shell, or any other expression, entered with `nix-shell FILE`.
    SHELL("shell", "dev.nix");

    private final String word;
    private final String fileName;

    EnvironmentKind(String word, String fileName) {
        this.word = word;
        this.fileName = fileName;
    }

    /// The kind as a command line has it.
    public String word() {
        return word;
    }

    /// The file that Nix looks for, or that people call it.
    public String fileName() {
        return fileName;
    }

    /// What `text` is. A text that is no Nix is no flake.
    public static EnvironmentKind of(String text) {
        try {
            return NixSyntax.isFlake(text) ? FLAKE : SHELL;
        } catch (InvalidNix broken) {
            return SHELL;
        }
    }
}
