package dev.templedb.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Small programs whose lines and decisions were counted by hand.
class LanguageSamplesTest {
    record Sample(
            String path,
            String language,
            long codeLines,
            long commentLines,
            long blankLines,
            long complexity,
            String text) {
        @Override
        public String toString() {
            return path + " " + text.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_has_the_lines_and_decisions_that_a_person_counts(Sample sample) {
        var facts = FileAnalyzer.analyze(sample.path(), sample.text().getBytes(StandardCharsets.UTF_8));

        assertThat(facts.language()).isEqualTo(sample.language());
        assertThat(new long[] {facts.codeLines(), facts.commentLines(), facts.blankLines(), facts.complexity()})
                .containsExactly(sample.codeLines(), sample.commentLines(), sample.blankLines(), sample.complexity());
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample("A.java", "Java", 6, 3, 1, 5, """
                        /* if
                         * while */
                        class A { // for

                            String s = "/* if // \\" && ";
                            boolean b(List<? extends A> x, Map<String, ? super A> y) {
                                // if
                                return x != null && y != null || x == y ? true : false; } char c = '"'; // ||
                            void c() { future.catch(); if (true) {} }
                        }
                        """),
                new Sample(
                        "T.java",
                        "Java",
                        5,
                        0,
                        1,
                        1,
                        "String s = \"\"\"\n  // if (a && b)\n\n  /* \"quoted\" \\\"\"\" for\n  \"\"\"; int whileLoop, ifs;\nint x;\n"),
                new Sample(
                        "a.kt",
                        "Kotlin",
                        2,
                        3,
                        0,
                        4,
                        "/* a /* b */\n still */\nval x = a ?: b // if\n// c\nval y = if (a) \"&&\" else when (c) { else -> 1 }\n"),
                new Sample(
                        "a.scala",
                        "Scala",
                        2,
                        1,
                        0,
                        3,
                        "val c = '\"' // \"\n/* /* */ */\nx match { case 1 => 'sym; case _ => }\n"),
                new Sample("build.gradle", "Groovy", 2, 1, 0, 2, "// x\ndef a = '''if\nif''' ; if (x) {}\n"),
                new Sample(
                        "a.c",
                        "C",
                        4,
                        2,
                        0,
                        4,
                        "#include <a.h>\n#if FOO\nint f(int a) { return a ? 1'000 : '\"'; } /* x */\n/* for\n if */ \nvoid g() { for(;;) if (1) {} }\n"),
                new Sample(
                        "a.cpp",
                        "C++",
                        3,
                        1,
                        0,
                        2,
                        "auto s = R\"x(// if \" )\" \n if (a) */)x\"; // c\n// d\nint n = 1'000; try {} catch (...) {}\n"),
                new Sample(
                        "a.cs",
                        "C#",
                        4,
                        1,
                        0,
                        4,
                        "/// doc\nvar p = @\"c:\\\"; string? q = a ?? b;\nvar r = \"\"\"\n if \" // \"\"\" ;\nvar t = a ? b : c; foreach (var x in y) {}\n"),
                new Sample(
                        "a.js",
                        "JavaScript",
                        5,
                        1,
                        1,
                        5,
                        "const r = /[\"'`]/g, d = a / b; // \"\n/* x */\n\nconst t = `if ${\n a ? 1 : 2} // no`;\nif (a?.b && c) x = a ?? b;\nlet q = a?b:c;\n"),
                new Sample(
                        "a.ts",
                        "TypeScript",
                        3,
                        0,
                        0,
                        2,
                        "interface A { b?: string; c(d?: number): void }\nlet x = y ? 1 : 2;\nlet s = 'http://if';\n"),
                new Sample(
                        "a.go",
                        "Go",
                        4,
                        1,
                        0,
                        3,
                        "package a\n// if\nvar s = `raw \\`\nfunc f() { for { if a {} }\n}\n"),
                new Sample(
                        "a.rs",
                        "Rust",
                        5,
                        2,
                        0,
                        4,
                        "/* a /* b */\n */\nfn f<'a>(x: &'a str) -> char { '\"' }\nlet s = r#\"if \" // \"#; let u = br\"\\\";\nlet m = \"multi\n if\"; match x { 1 => 'é', _ => '\\'' };\nif a {}\n"),
                new Sample(
                        "a.swift",
                        "Swift",
                        3,
                        2,
                        0,
                        3,
                        "/* /* */\n*/\nlet s = #\"a \" // if\"#\nguard let x = y ?? z else {}\nlet o: Int? = nil\n"),
                new Sample("a.dart", "Dart", 2, 1, 0, 2, "/// if\nvar s = '''\n'' if'''; if (a) {}\n"),
                new Sample(
                        "a.php",
                        "PHP",
                        6,
                        2,
                        0,
                        4,
                        "<p>don't // if</p>\n<?php\n# one\n// two\n#[Attr] if ($a && $b) {}\n$s = <<<EOT\n if // x\n  EOT; foreach ($a as $b) {}\n"),
                new Sample("a.zig", "Zig", 3, 1, 0, 2, "// c\nconst s =\n    \\\\if // x\n; if (a) {}\n"),
                new Sample("a.d", "D", 1, 2, 0, 2, "/+ a /+ b +/\n+/\nif (a) `\"`;\n"),
                new Sample("a.tf", "HCL", 4, 1, 0, 1, "# c\na = <<-EOT\n  # if\n  EOT\nb = 1\n"),
                new Sample(
                        "a.py",
                        "Python",
                        7,
                        5,
                        1,
                        5,
                        "#!/usr/bin/env python3\n\"\"\"Doc # if\n  more\"\"\"\ndef f(a):\n    '''doc'''\n    # c\n\n    x = \"\"\"text\n    # no if\"\"\"\n    y = g(\n        \"\"\"arg\"\"\")\n    return [b for b in a if b and '#' or 1]\n    z = 'it\\'s' # if\n"),
                new Sample(
                        "a.rb",
                        "Ruby",
                        5,
                        3,
                        0,
                        3,
                        "=begin\nif\n=end\nx = <<~TEXT\n  # if 'x'\n  TEXT\ny = \"#{a}\" unless x =~ /[\"#]/\nz = a ? b : c\n"),
                new Sample(
                        "a.pm",
                        "Perl",
                        3,
                        3,
                        0,
                        3,
                        "=pod\n\nit's if\n\n=cut\nmy $n = $#list; # x\nif ($a =~ /'/ && 1) {}\n# c\nmy $o = $a'b;\n"
                                .replace("=pod\n\nit's if\n\n=cut", "=pod\nit's if\n=cut")
                                .replace("# c\n", "")),
                new Sample(
                        "a.sh",
                        "Shell",
                        8,
                        2,
                        1,
                        5,
                        "#!/bin/sh\n# if\n\necho $# ${#x} a#b \\\" # c\ncat <<'EOF' && true\n # if '\n\tEOF\nx='# multi\nif' ; y=\"\\\" #\"\nif a || b; then for x in y; do :; done\nfi; n=$((1<<2))\n"),
                new Sample("a.fish", "fish", 1, 1, 0, 2, "# c\nif true; end\n"),
                new Sample("a.ps1", "PowerShell", 2, 2, 0, 3, "<# if\n#>\nIf ($a -and $b) { \"a`\"#\" }\n$x = 'if'\n"),
                new Sample("a.bat", "Batchfile", 2, 2, 0, 2, "REM if\n:: for\n@echo off\nIF a==b echo \"for\"\n"),
                new Sample(
                        "a.lua",
                        "Lua",
                        3,
                        3,
                        0,
                        3,
                        "--[==[ if\n]] \n]==] -- x\nlocal s = [[ -- if\n]] if a and b then end\n-- c\nx = 1\n"
                                .replace("-- c\n", "")),
                new Sample("a.jl", "Julia", 2, 2, 0, 2, "#= a #= b =#\n=#\nx = a' # \"\nif x end\n"),
                new Sample("a.nim", "Nim", 1, 2, 0, 2, "#[ a #[ b ]#\n]#\nif x: echo \"#\"\n"),
                new Sample("a.ex", "Elixir", 3, 1, 0, 2, "# if\n@doc \"\"\"\n# if\n\"\"\"; if a do end\n"),
                new Sample("a.coffee", "CoffeeScript", 1, 3, 0, 2, "###\nif\n###\nx = 1 if /#/\n"),
                new Sample("CMakeLists.txt", "CMake", 1, 2, 0, 2, "#[[ if\n]]\nIF(A) # b\n"),
                new Sample("a.nix", "Nix", 3, 1, 0, 2, "/* x */\nx = ''\n # if\n''; y = if a then \"#\" else 1;\n"),
                new Sample("a.vim", "Vim Script", 2, 1, 0, 2, "\" if\nlet x = 'a\" if'\nif x\n"),
                new Sample("Makefile", "Makefile", 2, 1, 0, 2, "# c\nifeq (a,b) \\# c\nendif\n"),
                new Sample("Dockerfile.dev", "Dockerfile", 2, 1, 0, 1, "# if\nFROM x\nRUN a && b\n"),
                new Sample("a.r", "R", 2, 1, 0, 2, "# c\nx <- \"# a\n # b\" ; if (x) 1\n"),
                new Sample(
                        "a.hs",
                        "Haskell",
                        3,
                        2,
                        0,
                        3,
                        "{- a {- b -}\n -}\nf x = foldl' '\"' \"--\" -- if\ng = if a && b\n  then 1 else 2\n"),
                new Sample(
                        "a.ml",
                        "OCaml",
                        2,
                        2,
                        0,
                        2,
                        "(* a (* b *)\n*)\nlet f (x : 'a) = '\"' (* if *)\nlet g = if a then 1 else 2\n"),
                new Sample("a.fs", "F#", 1, 2, 0, 2, "// if\n(* x *)\nlet f x = if x then 1 else 2\n"),
                new Sample(
                        "a.erl",
                        "Erlang",
                        2,
                        1,
                        0,
                        3,
                        "% if\nf() -> $%, $\", X andalso Y.\ng() -> case X of _ -> 'a%' end.\n"),
                new Sample("a.prolog", "Prolog", 1, 2, 0, 2, "% x\n/* ; */\na :- b ; c.\n"),
                new Sample("a.clj", "Clojure", 2, 1, 0, 2, "; if\n(defn f [x] \\\" ; c\n (if x \"; no\" 1))\n"),
                new Sample("a.lisp", "Common Lisp", 1, 3, 0, 2, "#| a #| b |#\n|#\n;; c\n(when (x) #\\; 1)\n"),
                new Sample("a.pas", "Pascal", 2, 3, 0, 3, "{ if\n }\n(* if *)\nIF a AND b THEN\nx := 'it''s { no';\n"),
                new Sample("a.adb", "Ada", 2, 1, 0, 2, "-- if\nX'First -- if\nIf C = '\"' then\n"),
                new Sample("a.vhd", "VHDL", 1, 1, 0, 2, "-- if\nif clk'event then\n"),
                new Sample(
                        "a.f90", "Fortran Free Form", 2, 1, 0, 3, "! if\nIF (a .and. b) THEN ! do\nx = 'it''s ! no'\n"),
                new Sample("a.f", "Fortran", 1, 2, 0, 2, "C if\n* if\n      IF (a) x = 1\n"),
                new Sample("a.cbl", "COBOL", 1, 2, 0, 2, "      * if\n       *> if\n       IF A = \"*>\" MOVE\n"),
                new Sample("a.vb", "Visual Basic .NET", 2, 2, 0, 2, "' if\nREM x\nIf a Then ' for\nx = \"'\" ' c\n"),
                new Sample(
                        "a.m",
                        "MATLAB",
                        3,
                        3,
                        0,
                        2,
                        "%{\nif\n%}\nfunction x = f(a)\nx = a' + 'it''s %'; % c\nif a end\n"),
                new Sample("a.asm", "Assembly", 1, 2, 0, 1, "; x\n/* y */\nmov eax, ';' ; z\n"),
                new Sample(
                        "a.sql",
                        "SQL",
                        4,
                        3,
                        0,
                        4,
                        "-- if\n/* when\n*/\nSELECT 'it''s -- \n no', CASE WHEN a THEN 1 END FROM t WHERE a AND b;\nCREATE FUNCTION f AS $body$ if -- x\n $$ $body$; SELECT $1 OR 1;\n"),
                new Sample("a.v", "Verilog", 1, 1, 0, 2, "// if\nif (a) begin\n"),
                new Sample("a.html", "HTML", 2, 2, 0, 0, "<p>don't // if</p>\n<!-- if\n-->\n<br>\n"),
                new Sample(
                        "a.vue",
                        "Vue",
                        3,
                        2,
                        0,
                        0,
                        "<a href=\"http://x\">it's</a>\n<!-- x -->\n<script>\n  // x\n</script>\n"),
                new Sample("a.css", "CSS", 2, 1, 0, 0, "/* x */\na { b: url(//x); }\nc { d: '/*'; }\n"),
                new Sample("a.scss", "SCSS", 2, 1, 0, 0, "// x\na { b: url(http://x/*); }\nc { d: 1; } // y\n"),
                new Sample("a.tex", "TeX", 2, 1, 0, 0, "% x\n100\\% a\n\\\\% b\n"),
                new Sample("a.md", "Markdown", 2, 1, 1, 0, "# if\n\n<!-- x -->\ntext && more\n"),
                new Sample("a.json", "JSON", 3, 0, 0, 0, "{\n \"if\": \"// x\"\n}\n"),
                new Sample("a.yml", "YAML", 2, 1, 0, 0, "# x\na: b#c\nd: 1 # y\n"),
                new Sample("a.toml", "TOML", 3, 1, 0, 0, "# x\na = \"\"\"\n# y\n\"\"\"\n"),
                new Sample("a.ini", "INI", 2, 2, 0, 0, "; x\n# y\n[a]\nb = c ; d\n"),
                new Sample("a.xml", "XML", 1, 1, 0, 0, "<!-- x -->\n<a/>\n"),
                new Sample("a.proto", "Protocol Buffer", 1, 1, 0, 0, "// x\nmessage A {}\n"),
                new Sample("a.wat", "WebAssembly", 1, 2, 0, 1, ";; x\n(; a (; b ;) ;)\n(module)\n"),
                new Sample("a.adoc", "AsciiDoc", 1, 4, 0, 0, "////\nx\n////\n// y\nz\n"));
    }
}
