package dev.templedb.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageDetectionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.json | config_json | JSON",
                "a/.env | env_file | Dotenv",
                ".env.production | env_file | Dotenv",
                "link.sh | shell_script | Shell",
                "mac.py | python | Python",
                "ünï çode.md | markdown | Markdown",
                "LICENSE | license | Text",
                "LICENSE.md | license | Markdown",
                "Dockerfile | docker_file | Dockerfile",
                "go.sum | go_sum | Go Checksums",
                "go.mod | go_mod | Go Module",
                "A.JSX | jsx_component | JavaScript",
                "a.tsx | tsx_component | TypeScript",
                "a.d.ts | typescript_declaration | TypeScript",
                "a.geojson | json | JSON",
                "package.json | package_json | JSON",
                "tsconfig.app.json | tsconfig | JSON with Comments",
                "docker-compose.yml | docker_compose | YAML",
                "a.yaml | config_yaml | YAML",
                "Cargo.lock | lock_file | TOML",
                "view.blade.php | blade_template | Blade",
                "a.hpp | cpp_header | C++",
                "src/.h/none | text | ",
                ".bashrc | shell_script | Shell",
                "notes.txt | text | Text",
                "app.log | log_file | ",
                "logo.svg | svg_image | SVG",
                "dir.py/unknown | text | "
            })
    void the_name_gives_type_and_language(String path, String type, String language) {
        var facts = analyze(path, "x\n");

        assertThat(facts.type()).isEqualTo(type);
        assertThat(facts.language()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource({
        "a.png,image",
        "a.ts,video",
        "a.tar.zst,archive",
        "a.woff2,font",
        "a.pdf,document",
        "a.bin,executable",
        "a.py,binary",
        "a,binary"
    })
    void a_binary_file_has_a_type_but_no_language(String path, String type) {
        var facts = analyze(path, "\0");

        assertThat(facts.type()).isEqualTo(type);
        assertThat(facts.language()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "#!/bin/sh, Shell",
        "#!/usr/bin/env python3.12, Python",
        "#! /usr/bin/env -S FOO=1 node --flag, JavaScript",
        "#!/usr/bin/env -S deno run, TypeScript",
        "#!/usr/local/bin/perl -w, Perl",
        "#!/opt/unknown,",
        "# python,"
    })
    void a_file_without_a_telling_name_is_known_by_its_first_line(String firstLine, String language) {
        assertThat(analyze("run", firstLine + "\nx\n").language()).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.h | int f(void); | C",
                "a.h | #import <A.h> | Objective-C",
                "a.h | namespace a { | C++",
                "a.h | std::string f(); | C++",
                "a.m | @implementation A | Objective-C",
                "a.m | function y = f(x) | MATLAB",
                "a.m | BeginPackage[x] | Wolfram Language",
                "a.m | // unclear | Objective-C",
                "a.pl | use strict; | Perl",
                "a.pl | a(X) :- b(X). | Prolog",
                "a.pl | unclear | Perl",
                "a.ts | <?xml version='1.0'?> | XML",
                "a.ts | let x: number; | TypeScript",
                "a.tsx | <?xml version='1.0'?> | XML",
                "a.v | module a; | Verilog",
                "a.v | Theorem x : y. | Rocq Prover",
                "a.v | fn main() { | V",
                "a.fs | let x = 1 | F#",
                "a.fs | #version 330 | GLSL",
                "a.pp | class a { | Puppet",
                "a.pp | unit a; | Pascal",
                "a.cls | \\NeedsTeXFormat{LaTeX2e} | TeX",
                "a.cls | VERSION 1.0 CLASS | Visual Basic 6.0",
                "a.cls | public class A { | Apex"
            })
    void the_contents_decide_between_languages_with_one_extension(String path, String text, String language) {
        assertThat(analyze(path, text + "\n").language()).isEqualTo(language);
    }

    @Test
    void a_name_that_the_contents_contradict_gives_no_type() {
        assertThat(analyze("map.tsx", "<?xml?>").type()).isEqualTo("xml");
    }

    @Test
    void there_are_more_than_sixty_languages_with_different_names_and_useful_types() {
        var names = new HashSet<String>();

        assertThat(Languages.ALL).hasSizeGreaterThan(60).allSatisfy(language -> {
            assertThat(names.add(language.name())).isTrue();
            assertThat(language.type()).matches("[a-z0-9_]+");
        });
    }

    @Test
    void every_clue_names_a_known_language() {
        for (var extension : new String[] {".h", ".m", ".pl", ".ts", ".tsx", ".v", ".fs", ".pp", ".cls"}) {
            assertThat(Ambiguity.of("a" + extension).clues())
                    .isNotEmpty()
                    .allSatisfy(clue ->
                            assertThat(Languages.named(clue.language()).name()).isEqualTo(clue.language()));
        }
    }

    private static FileFacts analyze(String path, String text) {
        return FileAnalyzer.analyze(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
