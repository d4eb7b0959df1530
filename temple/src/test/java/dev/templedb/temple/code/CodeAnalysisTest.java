package dev.templedb.temple.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.analysis.symbols.SkipReason;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.history.FilePath;
import dev.templedb.testkit.GitFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeAnalysisTest {
    @TempDir
    Path directory;

    private IntakeSandbox sandbox;
    private GitFolder git;

    @BeforeEach
    void open() {
        sandbox = new IntakeSandbox(directory);
        git = GitFolder.init(directory.resolve("git"));
        git.write("src/a/A.java", "package a; import b.B; public class A { int f() { return 1; } }\n")
                .write("src/b/B.java", "package b; import a.A; class B {}\n")
                .write("src/b/copy.java", "package b; import a.A; class B {}\n")
                .write("readme.md", "# Hello\n")
                .commit("one");
        sandbox.take("p", git.path());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private CodeAnalysis code() {
        return new CodeAnalysis(sandbox.temple(), Progress.NONE);
    }

    private long project(String slug) {
        return sandbox.project(slug).project().id();
    }

    @Test
    void parses_each_content_once_whatever_project_has_it() {
        assertThat(code().analyze(project("p")).parsed()).isEqualTo(2);
        assertThat(code().analyze(project("p")).parsed()).isZero();
        sandbox.take("q", git.path());
        assertThat(code().analyze(project("q")).parsed()).isZero();
        git.write("src/c/C.java", "class C {}\n").commit("two");
        sandbox.sync("p");
        assertThat(code().analyze(project("p")).parsed()).isEqualTo(1);
    }

    @Test
    void finds_symbols_imports_importers_and_cycles() {
        assertThat(code().symbols(project("p"), FilePath.of("src/a")))
                .extracting(one -> one.kind() + " " + one.parent() + "." + one.name() + " " + one.depth())
                .containsExactly("class .A 0", "method A.f 1");
        assertThat(code().imports(project("p"), FilePath.of("src/a/A.java")))
                .singleElement()
                .satisfies(one -> assertThat(one.files()).containsExactly("src/b/B.java"));
        assertThat(code().importers(project("p"), FilePath.of("src/a/A.java")))
                .extracting(one -> one.path().text())
                .containsExactly("src/b/B.java", "src/b/copy.java");
        assertThat(code().cycles(project("p"))).containsExactly(List.of("src/a/A.java", "src/b/B.java"));
        assertThat(code().depths(project("p"))).containsEntry("src/b/copy.java", 1);
    }

    @Test
    void says_what_it_skips_and_why() {
        git.write("min.js", "a(b,c);".repeat(5_000))
                .write("data.js", ("var a = 1;\n").repeat(200_000))
                .commit("more");
        sandbox.sync("p");

        assertThat(code().skipped(project("p")))
                .containsExactly(
                        new SkippedFile(FilePath.of("data.js"), 2_200_000, SkipReason.LARGE),
                        new SkippedFile(FilePath.of("min.js"), 35_000, SkipReason.MINIFIED));
        assertThat(code().analyze(project("p")).languages().stream()
                        .mapToLong(LanguageSummary::skipped)
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void many_files_come_out_as_if_parsed_one_by_one() {
        for (int i = 0; i < 600; i++) {
            git.write("many/F%d.java".formatted(i), "class F%d { int f() { return %d; } }\n".formatted(i, i));
        }
        git.commit("many");
        sandbox.sync("p");

        assertThat(code().symbols(project("p"), FilePath.of("many")))
                .hasSize(1200)
                .allSatisfy(one -> assertThat(one.path().text())
                        .isEqualTo("many/%s.java".formatted(one.depth() == 0 ? one.name() : one.parent())));
    }

    @Test
    void names_paths_where_nothing_is_parsed() {
        sandbox.refuses(ErrorCode.FILE_NOT_FOUND, () -> code().symbols(project("p"), FilePath.of("readme.md")));
    }
}
