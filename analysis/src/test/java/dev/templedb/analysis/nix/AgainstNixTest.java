package dev.templedb.analysis.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nix itself (Debian: nix-bin) decides what is Nix; without it these tests are skipped.
class AgainstNixTest {
    private static final int MUTANTS = Integer.getInteger("templedb.nixMutants", 120);
    private static final Pattern WORD =
            Pattern.compile("[A-Za-z_0-9]+|\\s+|''|[=!<>]=|&&|\\|\\||//|\\+\\+|->|\\$\\{|\\.\\.\\.|.", Pattern.DOTALL);
    private static final List<String> FILES = List.of("flake.nix", "module.nix", "shell.nix");

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireNix() {
        Assumptions.assumeTrue(
                List.of(String.valueOf(System.getenv("PATH")).split(":")).stream()
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "nix-instantiate"))),
                "nix-instantiate is not installed");
    }

    private String nix(String text) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("x.nix"), text);
        var process = new ProcessBuilder("nix-instantiate", "--parse", file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : said;
    }

    private static String we(String text) {
        try {
            NixSyntax.check(text);
            return "";
        } catch (InvalidNix e) {
            return e.getMessage();
        }
    }

    private final List<String> differences = new ArrayList<>();

    private void compare(String text) throws Exception {
        var ours = we(text);
        var theirs = nix(text);
        if (ours.isEmpty() != theirs.isEmpty()) {
            differences.add("we: %s%nnix: %s%n%s".formatted(ours, theirs, text));
        }
    }

    @Test
    void whole_files_and_odd_expressions() throws Exception {
        for (var file : FILES) {
            compare(NixFiles.read(file));
        }
        for (var text : ODD) {
            compare(text);
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void files_with_a_mistake_or_two() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < MUTANTS; i++) {
            var words = new ArrayList<>(WORD.matcher(NixFiles.read(FILES.get(i % FILES.size())))
                    .results()
                    .map(match -> match.group())
                    .toList());
            for (int change = random.nextInt(2); change >= 0; change--) {
                int at = random.nextInt(words.size());
                int other = random.nextInt(words.size());
                switch (random.nextInt(4)) {
                    case 0 -> words.remove(at);
                    case 1 -> words.add(at, words.get(other));
                    case 2 -> words.set(at, words.get(other));
                    default -> java.util.Collections.swap(words, at, other);
                }
            }
            compare(String.join("", words));
        }
        assertThat(differences).isEmpty();
    }

    private static final List<String> ODD = List.of(
            "x: y: x y",
            "x:x",
            "x : x",
            "a:b:c",
            "{}: 1",
            "{ }: 1",
            "{a}: a",
            "{a,}: a",
            "{a,b?a}: b",
            "{...}: 1",
            "{a,...}: a",
            "{...,a}: a",
            "{,}: 1",
            "{a b}: 1",
            "x@{a}: x",
            "{a}@x: x",
            "{a}@a: a",
            "a@{a}: a",
            "x@y: x",
            "{a,a}: a",
            "{a?b,b?a}: a",
            "let in 1",
            "let a=1; in a",
            "let a=b; b=1; in a",
            "let a=b; in a",
            "let { body = 1; }",
            "let { body = x; x = 1; }",
            "let a.b = 1; a.c = 2; in a",
            "let inherit ({}) a; in a",
            "let inherit a; in a",
            "x: let inherit x; in x",
            "let a = 1",
            "rec { a = b; b = 1; }",
            "{ a = b; b = 1; }",
            "rec { inherit a; }",
            "rec { b = 1; inherit (b) a; }",
            "{ inherit (b) a; b = 1; }",
            "{ a = {}; a = {}; }",
            "{ a.b = 1; a = { c = 1; }; }",
            "{ a.b = 1; a = { b = 1; }; }",
            "{ a = 1; a.b = 1; }",
            "{ a = rec {}; a.b = 1; }",
            "{ a = rec { x = 1; }; a.y = x; }",
            "{ a = ({}); a.b = 1; }",
            "{ inherit true; true.a = 1; }",
            "{ a = true; inherit a; }",
            "{ inherit true; inherit true; }",
            "{ inherit \"true\"; }",
            "{ inherit ${\"true\"}; }",
            "{ inherit ${\"true\" + \"\"}; }",
            "{ inherit; }",
            "{ inherit (true); }",
            "{ \"a\" = 1; a = 2; }",
            "{ ${\"a\"} = 1; a = 2; }",
            "{ ${\"a\" + \"\"} = 1; a = 2; }",
            "{ \"${\"a\"}\" = 1; a = 2; }",
            "{ or = 1; }",
            "{ a.or = 1; }",
            "let ${\"a\"} = 1; in a",
            "let ${\"a\"+\"\"} = 1; in 1",
            "let \"a\" = 1; in a",
            "let \"a${\"\"}\" = 1; in 1",
            "rec { ${x} = 1; x = \"y\"; }",
            "true or false",
            "map or",
            "{}.a or 1",
            "{}.a or b",
            "{}.a or {}.b or 1",
            "{}.a or map true",
            "{}.a.b.c",
            "{}.\"a\"",
            "{}.${\"a\"}",
            "{}. a",
            "{} .a",
            "{}.a.",
            "[ 1 -1 ]",
            "[ (-1) ]",
            "[ 1 - 1 ]",
            "[ x: x ]",
            "[ (x: x) ]",
            "[ if true then 1 else 2 ]",
            "[ true.a or 1 ]",
            "[ ! true ]",
            "[]",
            "[ , ]",
            "[ rec {} let { body = 1; } ]",
            "1 + x: x",
            "1 + (x: x)",
            "1 + let a = 1; in a",
            "1 + if true then 1 else 2",
            "- - 1",
            "! ! true",
            "!-1",
            "-!true",
            "1 - -1",
            "1 + !true + 2",
            "1 == 1 == 1",
            "1 < 2 < 3",
            "1 < 2 == 2 < 3",
            "1 == !true == 1",
            "1 ? a ? b",
            "1 ? a == 1 ? b",
            "!1 ? a",
            "-1 ? a",
            "1 ? a.b.c",
            "1 ? \"a\" ",
            "1 ? ${\"a\" + \"b\"}",
            "1 ? 1",
            "true -> true -> true",
            "{} // {} // {}",
            "[] ++ [] ++ []",
            "1 ++ 2 // 3 + 4",
            "true && false || true && false",
            "1 * 2 / 3",
            "1 / 2",
            "1/2",
            "1 /2",
            "a/b",
            "./a",
            "./.",
            "..",
            ".",
            "../a",
            "../../a/b",
            "/a",
            "/",
            "/a/b",
            "/a/",
            "~/a",
            "~/",
            "~",
            "~a",
            "a/b/",
            "a//b",
            "./a//b",
            "./a/${\"x\"}",
            "./${\"x\"}",
            "./${\"x\"}/",
            "./a${\"x\"}b/c",
            "./a${\"x\"}/",
            "./${\"x\"}//y",
            "/${\"x\"}",
            "~/${\"x\"}",
            "a/${\"x\"}",
            "a/b/${\"x\"}",
            "a/b${\"x\"}.c",
            "<a>",
            "<a/b>",
            "<a/>",
            "< a >",
            "<a",
            "1 <a> 2",
            "<nixpkgs/lib>",
            "<a.b-c+d_e>",
            "<>",
            "1 < true",
            "http://a.b/c",
            "http:",
            "x:1",
            "x: 1",
            "a+b:c",
            "1:2",
            "a:",
            "mailto:x@y.z",
            "a:'",
            "x:-1",
            "1",
            "01",
            "1.",
            ".1",
            "0.1",
            "00.1",
            "1.5e3",
            "1e3",
            "1.e3",
            "1.5E+3",
            "1.5e",
            "1.2.3",
            "1.a",
            "1a",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "0x10",
            "\"\"",
            "\"a\\\"b\"",
            "\"\\",
            "\"$\"",
            "\"$$\"",
            "\"$${\"",
            "\"$${a}\"",
            "\"\\${\"",
            "\"${\"a\"}\"",
            "\"${\"",
            "\"${}\"",
            "\"${true\"",
            "\"$\\${\"",
            "\"\n\"",
            "\"a${\"b${\"c\"}\"}\"",
            "\"${{ a = 1; }.a}\"",
            "\"${{}}\"",
            "''''",
            "''a''",
            "'''''",
            "''''''",
            "''''''''",
            "'' ''' ''",
            "'' ''$ ''",
            "'' ''${ ''",
            "'' $${ ''",
            "'' $$${true} ''",
            "'' ''\\n ''",
            "''\\",
            "''$''",
            "''$'''",
            "''$''''",
            "'' ' ''",
            "'' '${\"a\"} ''",
            "'' '' ''",
            "''''\\",
            "'' $' ''",
            "''\n  a\n''",
            "''   \n''",
            "'",
            "'a'",
            "'' '$ ''",
            "''a'${\"b\"}''",
            "''''${''",
            "'' ''' ${\"x\"} ''",
            "# c",
            "1 # c",
            "/* c */ 1",
            "/* c",
            "/**/ 1",
            "/***/ 1",
            "/* * / */ 1",
            "/* /* */ */ 1",
            "1 /* x */ + /**/ 1",
            "1//2",
            "1/ /2",
            "#\n1",
            "# a\r1",
            "assert true; 1",
            "assert true 1",
            "with {}; a",
            "with {}; let a = b; in c",
            "with a; 1",
            "(with {}; a) b",
            "let f = x: with x; y; in y",
            "if true then 1",
            "if true then 1 else 2 else 3",
            "if true then if true then 1 else 2 else 3",
            "x: assert x; with x; let y = x; in if y then y else x",
            "({ a }: a) { a = 1; }",
            "(x: x) (x: x)",
            "f: f {} [] \"\" '''' ./a 1 1.0 <a> a:b (1) rec {} f.a f.a or 1",
            "builtins.map",
            "__map",
            "__add",
            "map",
            "foldl'",
            "builtins.foldl' true",
            "import ./a",
            "__currentSystem",
            "__nixPath",
            "__curPos",
            "derivation",
            "scopedImport",
            "break",
            "toString",
            "length",
            "fetchurl",
            "isNull",
            "lib",
            "",
            " ",
            "a b",
            "true,",
            "(true",
            "true)",
            "{",
            "}",
            "{ a }",
            "{ a = 1; } // { b = 2; }.b",
            "{ a = 1;; }",
            "{ ; }",
            "{ a. = 1; }",
            "{ a = ; }",
            "{ = 1; }",
            "{ 1 = 1; }",
            "{ a: 1 }",
            "@",
            "x@",
            "...",
            "1 ; 2",
            "%",
            "\\",
            "`",
            "&",
            "|",
            "1 & 2",
            "$",
            "${\"a\"}",
            "a'b: a'b",
            "a-b: a-b",
            "a -b",
            "_: _",
            "_a1'-: _a1'-",
            "-a: a",
            "in",
            "then",
            "or",
            "or: 1",
            "rec",
            "inherit",
            "let",
            "\u00e9",
            "\"\u00e9\"",
            "# \u00e9\n1",
            "\ufeff1");
}
