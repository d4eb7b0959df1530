package dev.templedb.analysis.nix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An expression, as much of it as the rules about names need.
sealed interface NixNode {
    /// Something without names in it.
    record Literal() implements NixNode {}

    /// A string without interpolation.
    record Text(String value) implements NixNode {}

    /// A name that is used.
    record Name(String name, int at) implements NixNode {}

    /// Expressions that see the same names.
    record Several(List<NixNode> parts) implements NixNode {}

    /// A function.
    ///
    /// @param names    what its body may use
    /// @param defaults expressions that may use them too
    record Function(Set<String> names, List<NixNode> defaults, NixNode body) implements NixNode {}

    /// `let … in`
    record Let(Attributes bindings, NixNode body) implements NixNode {}

    /// `with …;`
    record With(NixNode attributes, NixNode body) implements NixNode {}

    /// What an attribute of a set is.
    ///
    /// @param isInherited whether its name is one outside of the set
    record Value(NixNode node, boolean isInherited) {}

    /// A set, which grows while it is read: `a.b = 1; a.c = 2;` are two attributes of one set.
    final class Attributes implements NixNode {
        private final boolean isRecursive;
        private final Map<String, Value> values = new HashMap<>();
        private final List<NixNode> dynamic = new ArrayList<>();

        Attributes(boolean isRecursive) {
            this.isRecursive = isRecursive;
        }

        boolean isRecursive() {
            return isRecursive;
        }

        /// By name.
        Map<String, Value> values() {
            return values;
        }

        /// Names that are computed, and their values.
        List<NixNode> dynamic() {
            return dynamic;
        }
    }
}
