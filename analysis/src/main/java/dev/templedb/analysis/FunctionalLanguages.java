package dev.templedb.analysis;

import static dev.templedb.analysis.Languages.programming;

import java.util.List;

/// The ML family, Lisps, Erlang and logic languages.
final class FunctionalLanguages {
    static final List<Language> ALL = List.of(
            programming(
                    "Haskell",
                    "haskell",
                    haskell().branches("if case").operators("&& ||"),
                    ".hs .hs-boot .hsc #!runhaskell #!runghc"),
            programming(
                    "PureScript", "purescript", haskell().branches("if case").operators("&& ||"), ".purs"),
            programming("Idris", "idris", haskell().branches("if case").operators("&& ||"), ".idr"),
            programming("Agda", "agda", haskell().branches("if with"), ".agda"),
            programming("Elm", "elm", haskell().branches("if case").operators("&& ||"), ".elm"),
            programming("Dhall", "dhall", haskell().branches("if").operators("&& ||"), ".dhall"),
            programming("OCaml", "ocaml", ml(), ".ml .mli .mll .mly #!ocaml"),
            programming("Standard ML", "standard_ml", ml(), ".sml .sig .fun"),
            programming("Rocq Prover", "rocq", ml(), ".coq"),
            programming("F#", "fsharp", fsharp(), ".fs .fsi .fsx #!dotnet"),
            programming(
                    "ReScript",
                    "rescript",
                    CurlyLanguages.cLike()
                            .character()
                            .longString("`")
                            .branches("if for while switch catch")
                            .operators("&& || ?"),
                    ".res .resi"),
            programming(
                    "Gleam",
                    "gleam",
                    new SyntaxBuilder()
                            .line("//")
                            .longString("\"")
                            .branches("case if")
                            .operators("&& ||"),
                    ".gleam"),
            programming("Erlang", "erlang", erlang(), ".erl .hrl .escript rebar.config #!escript"),
            programming("Prolog", "prolog", prolog(), ".prolog .pro #!swipl"),
            programming(
                    "Common Lisp",
                    "common_lisp",
                    lisp("if when unless cond case dolist dotimes loop and or"),
                    ".lisp .lsp .cl .asd #!sbcl #!clisp"),
            programming(
                    "Emacs Lisp",
                    "emacs_lisp",
                    lisp("if when unless cond case while dolist and or"),
                    ".el .emacs Cask"),
            programming("Scheme", "scheme", lisp("if when unless cond case do and or"), ".scm .ss .sld .sls #!guile"),
            programming("Racket", "racket", lisp("if when unless cond case match for and or"), ".rkt .rktd #!racket"),
            programming(
                    "Clojure",
                    "clojure",
                    lisp("if when cond case doseq for loop and or catch"),
                    ".clj .cljs .cljc .bb #!clojure #!bb"),
            programming("Fennel", "fennel", lisp("if when while each for match case and or"), ".fnl"),
            programming(
                    "WebAssembly",
                    "webassembly_text",
                    new SyntaxBuilder()
                            .line(";;")
                            .nestedBlock("(;", ";)")
                            .string("\"")
                            .branches("if br_if br_table"),
                    ".wat .wast"));

    private FunctionalLanguages() {}

    private static SyntaxBuilder haskell() {
        return new SyntaxBuilder()
                .nestedBlock("{-", "-}")
                .line("--")
                .string("\"")
                .character();
    }

    private static SyntaxBuilder ml() {
        return new SyntaxBuilder()
                .nestedBlock("(*", "*)")
                .longString("\"")
                .character()
                .branches("if for while match try when function")
                .operators("&& ||");
    }

    private static SyntaxBuilder fsharp() {
        return new SyntaxBuilder()
                .line("//")
                .nestedBlock("(*", "*)")
                .rawString("\"\"\"", "\"\"\"", true)
                .rawString("@\"", "\"", true)
                .longString("\"")
                .character()
                .branches("if elif for while match when with")
                .operators("&& ||");
    }

    private static SyntaxBuilder erlang() {
        return new SyntaxBuilder()
                .line("%")
                .longString("\"")
                .string("'")
                .escape('$')
                .branches("case if receive when andalso orelse catch");
    }

    private static SyntaxBuilder prolog() {
        return new SyntaxBuilder()
                .line("%")
                .block("/*", "*/")
                .longString("\"")
                .string(Place.NOT_AFTER_VALUE, "'", "'", '\\', false)
                .operators("-> ;");
    }

    private static SyntaxBuilder lisp(String branches) {
        return new SyntaxBuilder()
                .line(";")
                .nestedBlock("#|", "|#")
                .longString("\"")
                .escape('\\')
                .branches(branches);
    }
}
