package dev.templedb.analysis.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeReaderTest {
    private static CodeFacts read(CodeLanguage language, String source) {
        try (var reader = new CodeReader()) {
            return assertThat(reader.read(language, source.getBytes(StandardCharsets.UTF_8)))
                    .asInstanceOf(InstanceOfAssertFactories.type(CodeReading.Parsed.class))
                    .actual()
                    .facts();
        }
    }

    /// `kind parent.name complexity*` for each symbol; a star for what is exported.
    private static List<String> symbols(CodeLanguage language, String source) {
        var facts = read(language, source);
        assertThat(facts.whole()).isTrue();
        var lines = new ArrayList<String>();
        for (var one : facts.symbols()) {
            var name = one.parent() < 0
                    ? one.name()
                    : facts.symbols().get(one.parent()).name() + "." + one.name();
            lines.add(one.kind() + " " + name + (one.complexity() > 0 ? " " + one.complexity() : "")
                    + (one.exported() ? "*" : ""));
        }
        return lines;
    }

    private static List<String> imports(CodeLanguage language, String source) {
        return read(language, source).imports().stream().map(CodeImport::target).toList();
    }

    @Test
    void java() {
        var source = """
                package a;
                import java.util.List;
                import static a.B.*;
                public class A {
                    private int x = 1;
                    A() {}
                    public int f(int n) { int y = 0; if (n > 0 && y < 1) { return n > 1 ? 1 : 2; } for (;;) {} }
                    interface I { void g(); }
                    enum E { ONE }
                }
                record R(int a) {}
                """;
        assertThat(symbols(CodeLanguage.JAVA, source))
                .containsExactly(
                        "class A*",
                        "variable A.x",
                        "constructor A.A 1",
                        "method A.f 5*",
                        "interface A.I",
                        "method I.g 1",
                        "enum A.E",
                        "constant E.ONE",
                        "record R");
        assertThat(imports(CodeLanguage.JAVA, source)).containsExactly("java.util.List", "static a.B.*");
    }

    @Test
    void javascript_and_typescript() {
        var script = """
                import x, {y} from './lib/x';
                import './side';
                const z = require("../z");
                export * from './all';
                export const add = (a, b) => a || b;
                export function f(n) { switch (n) { case 1: return 1; case 2: return 2; default: return 0; } }
                class K { m() { return import('./lazy'); } }
                """;
        assertThat(symbols(CodeLanguage.JAVASCRIPT, script))
                .containsExactly("variable z", "function add 2*", "function f 3*", "class K", "method K.m 1");
        assertThat(imports(CodeLanguage.JAVASCRIPT, script))
                .containsExactly("./lib/x", "./side", "../z", "./all", "./lazy");
        var typed = """
                import type {T} from './t';
                export interface P { a: string }
                export type U = P | null;
                enum Color { RED }
                export class C<T> { private x: number = 1; go(): void {} }
                """;
        assertThat(symbols(CodeLanguage.TYPESCRIPT, typed))
                .containsExactly("interface P*", "type U*", "enum Color", "class C*", "variable C.x", "method C.go 1");
        assertThat(symbols(CodeLanguage.TSX, "export function App() { return <div>{1}</div>; }\n"))
                .containsExactly("function App 1*");
    }

    @Test
    void python() {
        var source = """
                import os, sys as system
                from . import sibling
                from .pkg.mod import (a,
                    b as c)
                LIMIT = 3
                class A(Base):
                    x = 1
                    def _f(self, n):
                        y = 2
                        return [i for i in n if i] if n and y else None
                async def g():
                    pass
                """;
        assertThat(symbols(CodeLanguage.PYTHON, source))
                .containsExactly("variable LIMIT*", "class A*", "variable A.x*", "method A._f 4", "function g 1*");
        assertThat(imports(CodeLanguage.PYTHON, source))
                .containsExactly("os", "sys", ".:sibling", ".pkg.mod:a", ".pkg.mod:b");
    }

    @Test
    void go_and_rust() {
        var go = """
                package main
                import (
                    "fmt"
                    x "example.org/m/pkg"
                )
                type T struct{ a int }
                const Max = 1
                func (t *T) Run(n int) { if n > 0 && n < 9 { for i := range 3 { fmt.Println(i) } } }
                func main() {}
                """;
        assertThat(symbols(CodeLanguage.GO, go))
                .containsExactly("type T*", "constant Max*", "method Run 4*", "function main 1");
        assertThat(imports(CodeLanguage.GO, go)).containsExactly("fmt", "example.org/m/pkg");
        var rust = """
                use crate::a::{B, C};
                pub use std::fmt;
                mod inner;
                pub struct S { x: i32 }
                trait T { fn t(&self); }
                pub fn f(n: i32) -> i32 { match n { 1 => 1, _ => 2 } }
                """;
        assertThat(symbols(CodeLanguage.RUST, rust))
                .containsExactly("module inner", "struct S*", "trait T", "method T.t 1", "function f 3*");
        assertThat(imports(CodeLanguage.RUST, rust)).containsExactly("crate::a", "std::fmt", "mod inner");
    }

    @Test
    void c_and_cpp() {
        var c = """
                #include <stdio.h>
                #include "a/b.h"
                #define MAX 3
                struct point { int x; };
                typedef struct point point_t;
                static int *count;
                int prototype(int a);
                static char *name(int n) { while (n > 0 || n < -3) { n--; } return 0; }
                """;
        assertThat(symbols(CodeLanguage.C, c))
                .containsExactly("macro MAX*", "struct point*", "type point_t*", "variable count", "function name 3");
        assertThat(imports(CodeLanguage.C, c)).containsExactly("<stdio.h>", "a/b.h");
        var cpp = """
                namespace n { class A { public: int f() { return 1; } }; }
                int n::A::g(int x) { for (auto y : z) { if (y) {} } return 0; }
                """;
        assertThat(symbols(CodeLanguage.CPP, cpp))
                .containsExactly("namespace n*", "class n.A*", "method A.f 1*", "function n::A::g 3*");
    }

    @Test
    void ruby_and_php() {
        var ruby = """
                require 'json'
                require_relative 'lib/x'
                module M
                  LIMIT = 1
                  class A < B
                    def f(n)
                      return 1 if n && n > 2
                      n ? 1 : 2
                    end
                    def self.g; end
                  end
                end
                """;
        assertThat(symbols(CodeLanguage.RUBY, ruby))
                .containsExactly("module M*", "variable M.LIMIT*", "class M.A*", "method A.f 4*", "method A.g 1*");
        assertThat(imports(CodeLanguage.RUBY, ruby)).containsExactly("json", "./lib/x");
        var php = """
                <?php
                namespace App;
                use App\\Model\\User;
                require_once __DIR__ . '/boot.php';
                class A { private $x = 1; public function f($n) { if ($n && true) { return 1; } foreach ($n as $m) {} } }
                function helper() {}
                """;
        assertThat(symbols(CodeLanguage.PHP, php))
                .containsExactly("class A*", "variable A.$x", "method A.f 4*", "function helper 1*");
        assertThat(imports(CodeLanguage.PHP, php)).containsExactly("App\\Model\\User", "/boot.php");
    }

    @ParameterizedTest
    @EnumSource(CodeLanguage.class)
    void nonsense_is_read_to_the_end(CodeLanguage language) {
        var random = new Random(1);
        for (int i = 0; i < 20; i++) {
            var bytes = new byte[2000];
            random.nextBytes(bytes);
            try (var reader = new CodeReader()) {
                var first = reader.read(language, bytes);
                assertThat(reader.read(language, bytes)).isEqualTo(first);
            }
        }
        assertThat(read(language, "").symbols()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CodeLanguage.class)
    void deep_nesting_and_large_files_end(CodeLanguage language) {
        for (var open : List.of("(", "{", "[", "if (a) {", "class A {", "a(b, ")) {
            try (var reader = new CodeReader()) {
                reader.read(language, open.repeat(3_000).getBytes(StandardCharsets.UTF_8));
            }
        }
        try (var reader = new CodeReader()) {
            assertThat(reader.read(language, new byte[CodeReader.LARGEST_BYTES + 1]))
                    .isEqualTo(new CodeReading.Skipped(SkipReason.LARGE));
        }
    }

    @ParameterizedTest
    @EnumSource(CodeLanguage.class)
    void passes_over_what_a_program_has_pressed_into_long_lines(CodeLanguage language) {
        try (var reader = new CodeReader()) {
            assertThat(reader.read(language, "a(b,c);".repeat(10_000).getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(new CodeReading.Skipped(SkipReason.MINIFIED));
            assertThat(reader.read(language, "a(b,c);\n".repeat(10_000).getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(CodeReading.Parsed.class);
        }
    }

    @Test
    void knows_what_lies_in_what_however_deep() {
        var source =
                "class A { void f() { if (a) { } class B { void g() { while (b) { } } } if (c) { } } void h() { } }\n";
        assertThat(symbols(CodeLanguage.JAVA, source))
                .containsExactly("class A", "method A.f 3", "class f.B", "method B.g 2", "method A.h 1");
        var deep = read(CodeLanguage.JAVA, "class A {\n".repeat(2_000) + "}".repeat(2_000));
        assertThat(deep.symbols()).hasSize(2_000);
        var parents = new ArrayList<Integer>();
        for (int at = 1_999; at >= 0; at = deep.symbols().get(at).parent()) {
            parents.add(at);
        }
        assertThat(parents).hasSize(201);
    }

    @Test
    void imports_mean_files_of_the_project() {
        var resolver = new ImportResolver(List.of(
                "src/main/java/a/b/C.java",
                "src/main/java/a/b/D.java",
                "web/src/x.ts",
                "web/src/lib/index.ts",
                "py/pkg/__init__.py",
                "py/pkg/mod.py",
                "py/app.py",
                "cmd/main.go",
                "pkg/util/u.go",
                "pkg/util/u_test.go",
                "rs/src/lib.rs",
                "rs/src/a.rs",
                "rs/src/a/b.rs",
                "c/main.c",
                "c/include/h.h",
                "lib/x.rb",
                "lib/y.rb",
                "app/Model/User.php"));
        assertThat(resolver.resolve(CodeLanguage.JAVA, "x", "a.b.C")).containsExactly("src/main/java/a/b/C.java");
        assertThat(resolver.resolve(CodeLanguage.JAVA, "x", "static a.b.C.f"))
                .containsExactly("src/main/java/a/b/C.java");
        assertThat(resolver.resolve(CodeLanguage.JAVA, "x", "a.b.*")).hasSize(2);
        assertThat(resolver.resolve(CodeLanguage.JAVA, "x", "java.util.List")).isEmpty();
        assertThat(resolver.resolve(CodeLanguage.TYPESCRIPT, "web/src/x.ts", "./lib"))
                .containsExactly("web/src/lib/index.ts");
        assertThat(resolver.resolve(CodeLanguage.TYPESCRIPT, "web/src/lib/index.ts", "../x.js"))
                .containsExactly("web/src/x.ts");
        assertThat(resolver.resolve(CodeLanguage.TYPESCRIPT, "web/src/x.ts", "react"))
                .isEmpty();
        assertThat(resolver.resolve(CodeLanguage.PYTHON, "py/app.py", "pkg:mod"))
                .containsExactly("py/pkg/mod.py");
        assertThat(resolver.resolve(CodeLanguage.PYTHON, "py/app.py", "pkg.mod:name"))
                .containsExactly("py/pkg/mod.py");
        assertThat(resolver.resolve(CodeLanguage.PYTHON, "py/pkg/mod.py", "..:app"))
                .containsExactly("py/app.py");
        assertThat(resolver.resolve(CodeLanguage.PYTHON, "py/pkg/mod.py", ".:x"))
                .containsExactly("py/pkg/__init__.py");
        assertThat(resolver.resolve(CodeLanguage.GO, "cmd/main.go", "example.org/m/pkg/util"))
                .containsExactly("pkg/util/u.go");
        assertThat(resolver.resolve(CodeLanguage.GO, "cmd/main.go", "fmt")).isEmpty();
        assertThat(resolver.resolve(CodeLanguage.RUST, "rs/src/lib.rs", "mod a"))
                .containsExactly("rs/src/a.rs");
        assertThat(resolver.resolve(CodeLanguage.RUST, "rs/src/lib.rs", "crate::a::b::T"))
                .containsExactly("rs/src/a/b.rs");
        assertThat(resolver.resolve(CodeLanguage.C, "c/main.c", "include/h.h")).containsExactly("c/include/h.h");
        assertThat(resolver.resolve(CodeLanguage.C, "c/main.c", "<h.h>")).containsExactly("c/include/h.h");
        assertThat(resolver.resolve(CodeLanguage.RUBY, "lib/x.rb", "./y")).containsExactly("lib/y.rb");
        assertThat(resolver.resolve(CodeLanguage.PHP, "index.php", "App\\Model\\User"))
                .containsExactly("app/Model/User.php");
    }

    @Test
    void cycles_and_depths_do_not_depend_on_the_order_of_edges() {
        var edges = new TreeMap<String, List<String>>(Map.of(
                "a",
                List.of("b"),
                "b",
                List.of("c", "d"),
                "c",
                List.of("a"),
                "d",
                List.of("e", "d"),
                "f",
                List.of("g"),
                "g",
                List.of("f")));
        var graph = new FileGraph(edges);
        assertThat(graph.cycles()).containsExactly(List.of("a", "b", "c"), List.of("f", "g"));
        assertThat(graph.depths())
                .containsEntry("e", 0)
                .containsEntry("d", 1)
                .containsEntry("a", 2)
                .containsEntry("c", 2);
        assertThat(graph.importers("d")).containsExactly("b");
        assertThat(new FileGraph(edges.descendingMap()).cycles()).isEqualTo(graph.cycles());
    }

    @Test
    void long_chains_need_no_deep_stack() {
        var edges = new TreeMap<String, List<String>>();
        for (int i = 0; i < 50_000; i++) {
            edges.put("f%06d".formatted(i), List.of("f%06d".formatted(i + 1)));
        }
        var graph = new FileGraph(edges);
        assertThat(graph.cycles()).isEmpty();
        assertThat(graph.depths()).containsEntry("f000000", 50_000);
    }
}
