package dev.templedb.analysis.nix;

import java.util.Optional;
import java.util.Set;

/// Checks Nix expressions as `nix-instantiate --parse` does: the grammar, names that are nowhere defined, attributes
/// and arguments that are defined twice.
///
/// Pure functions. Time and memory grow with the length of the text, which is limited, as is its nesting.
public final class NixSyntax {
    /// The longest text that is read, in characters.
    public static final int LONGEST = 1 << 20;

    private NixSyntax() {}

    /// Checks one expression.
    ///
    /// @throws InvalidNix when Nix would not parse it
    public static void check(String text) throws InvalidNix {
        parse(text);
    }

    /// Whether the text looks like a flake: a set with an attribute `outputs`.
    ///
    /// @throws InvalidNix when Nix would not parse it
    public static boolean isFlake(String text) throws InvalidNix {
        return parse(text) instanceof NixNode.Attributes set
                && set.values().keySet().containsAll(Set.of("outputs"));
    }

    private static NixNode parse(String text) throws InvalidNix {
        if (text.length() > LONGEST) {
            throw new InvalidNix(1, 1, "the text is longer than %d characters".formatted(LONGEST));
        }
        var lexer = new NixLexer(text);
        var node = new NixParser(lexer).file();
        Optional<NixNode.Name> unknown = NixScopes.unknownName(node);
        if (unknown.isPresent()) {
            throw lexer.invalid(
                    unknown.get().at(),
                    "nothing here is called %s".formatted(unknown.get().name()));
        }
        return node;
    }
}
