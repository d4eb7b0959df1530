package dev.templedb.analysis.nix;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds names that are nowhere defined. Below a `with` any name may come from its set.
final class NixScopes {
    /// What every expression may use.
    private static final Set<String> GLOBALS = Set.of(
            "__add",
            "__addErrorContext",
            "__all",
            "__any",
            "__appendContext",
            "__attrNames",
            "__attrValues",
            "__bitAnd",
            "__bitOr",
            "__bitXor",
            "__catAttrs",
            "__ceil",
            "__compareVersions",
            "__concatLists",
            "__concatMap",
            "__concatStringsSep",
            "__curPos",
            "__currentSystem",
            "__currentTime",
            "__deepSeq",
            "__div",
            "__elem",
            "__elemAt",
            "__fetchurl",
            "__filter",
            "__filterSource",
            "__findFile",
            "__floor",
            "__foldl'",
            "__fromJSON",
            "__functionArgs",
            "__genList",
            "__genericClosure",
            "__getAttr",
            "__getContext",
            "__getEnv",
            "__groupBy",
            "__hasAttr",
            "__hasContext",
            "__hashFile",
            "__hashString",
            "__head",
            "__intersectAttrs",
            "__isAttrs",
            "__isBool",
            "__isFloat",
            "__isFunction",
            "__isInt",
            "__isList",
            "__isPath",
            "__isString",
            "__langVersion",
            "__length",
            "__lessThan",
            "__listToAttrs",
            "__mapAttrs",
            "__match",
            "__mul",
            "__nixPath",
            "__nixVersion",
            "__parseDrvName",
            "__partition",
            "__path",
            "__pathExists",
            "__readDir",
            "__readFile",
            "__replaceStrings",
            "__seq",
            "__sort",
            "__split",
            "__splitVersion",
            "__storeDir",
            "__storePath",
            "__stringLength",
            "__sub",
            "__substring",
            "__tail",
            "__toFile",
            "__toJSON",
            "__toPath",
            "__toXML",
            "__trace",
            "__tryEval",
            "__typeOf",
            "__unsafeDiscardOutputDependency",
            "__unsafeDiscardStringContext",
            "__unsafeGetAttrPos",
            "__zipAttrsWith",
            "abort",
            "baseNameOf",
            "builtins",
            "derivation",
            "derivationStrict",
            "dirOf",
            "false",
            "fetchGit",
            "fetchMercurial",
            "fetchTarball",
            "fetchTree",
            "fromTOML",
            "import",
            "isNull",
            "map",
            "null",
            "placeholder",
            "removeAttrs",
            "scopedImport",
            "throw",
            "toString",
            "true");

    private Optional<NixNode.Name> unknown = Optional.empty();

    private NixScopes() {}

    /// Names and where to look for the others.
    ///
    /// @param names null below `with`
    private record Scope(
            @Nullable Set<String> names, @Nullable Scope outer) {
        boolean knows(String name) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                var here = scope.names;
                if (here == null || here.contains(name)) {
                    return true;
                }
            }
            return false;
        }

        Scope with(@Nullable Set<String> inner) {
            return new Scope(inner, this);
        }
    }

    /// The first name in the text that is nowhere defined.
    static Optional<NixNode.Name> unknownName(NixNode node) {
        var scopes = new NixScopes();
        scopes.visit(node, new Scope(GLOBALS, null));
        return scopes.unknown;
    }

    private void visit(NixNode node, Scope scope) {
        switch (node) {
            case NixNode.Literal() -> {}
            case NixNode.Text text -> {}
            case NixNode.Name name -> use(name, scope);
            case NixNode.Several(var parts) -> parts.forEach(part -> visit(part, scope));
            case NixNode.Function(var names, var defaults, var body) -> {
                var inner = scope.with(names);
                defaults.forEach(value -> visit(value, inner));
                visit(body, inner);
            }
            case NixNode.Let(var bindings, var body) -> {
                var inner = scope.with(bindings.values().keySet());
                visit(bindings, scope, inner);
                visit(body, inner);
            }
            case NixNode.With(var attributes, var body) -> {
                visit(attributes, scope);
                visit(body, scope.with(null));
            }
            case NixNode.Attributes set ->
                visit(set, scope, set.isRecursive() ? scope.with(set.values().keySet()) : scope);
        }
    }

    private void visit(NixNode.Attributes set, Scope outer, Scope inner) {
        set.values().values().forEach(value -> visit(value.node(), value.isInherited() ? outer : inner));
        set.dynamic().forEach(node -> visit(node, inner));
    }

    private void use(NixNode.Name name, Scope scope) {
        if (!scope.knows(name.name())
                && unknown.filter(other -> other.at() < name.at()).isEmpty()) {
            unknown = Optional.of(name);
        }
    }
}
