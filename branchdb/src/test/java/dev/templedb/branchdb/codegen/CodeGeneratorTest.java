package dev.templedb.branchdb.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.templedb.branchdb.schema.Schema;
import dev.templedb.branchdb.schema.SchemaReader;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.sqlite.ScratchDatabase;
import dev.templedb.sqlite.SqliteFile;
import dev.templedb.sqlite.SqliteOptions;
import dev.templedb.sqlite.Transaction;
import dev.templedb.testkit.Shell;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.tools.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeGeneratorTest {
    @TempDir
    Path directory;

    @Test
    void java_code_compiles_and_does_what_it_says() throws Exception {
        var folder = directory.resolve("java");
        CodeFolder.write(folder, CodeGenerator.generate(shop(), Language.JAVA, "shop.models"));
        Files.writeString(folder.resolve("UseModels.java"), resource("UseModels.java.txt"));
        var classes = Files.createDirectory(directory.resolve("classes"));
        compile(folder, classes);

        try (var loader = new URLClassLoader(new java.net.URL[] {classes.toUri().toURL()});
                var file = SqliteFile.open(
                        directory.resolve("shop.db"),
                        SqliteOptions.forApplication(1).creating())) {
            @SuppressWarnings("unchecked")
            var program = (Function<Transaction, String>)
                    loader.loadClass("shop.models.UseModels").getConstructor().newInstance();
            file.write(tx -> {
                tx.script(resource("schema.sql"));
                return true;
            });
            assertThat(file.<String>write(program::apply)).isEqualTo("ok");
        }
    }

    private static void compile(Path folder, Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                var sources = Files.list(folder)) {
            var out = new StringWriter();
            boolean isGood = compiler.getTask(
                            out,
                            files,
                            null,
                            List.of("-Xlint:all,-processing", "-proc:none", "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources.toList()))
                    .call();
            assertThat(isGood).as(out.toString()).isTrue();
        }
    }

    @Test
    void python_code_needs_the_standard_library_alone_and_does_what_it_says() throws Exception {
        CodeFolder.write(directory, CodeGenerator.generate(shop(), Language.PYTHON, ""));
        Files.writeString(directory.resolve("use_models.py"), resource("use_models.py"));
        Files.writeString(directory.resolve("schema.sql"), resource("schema.sql"));

        assertThat(Shell.run(directory, "python3 -B -I -c '" + """
                import sys
                sys.path.insert(0, ".")
                sys.argv = ["", "schema.sql"]
                import use_models
                """ + "'")).isEqualTo("ok\n");
    }

    @Test
    void typescript_code_passes_the_strict_compiler_and_does_what_it_says() throws Exception {
        CodeFolder.write(directory, CodeGenerator.generate(shop(), Language.TYPESCRIPT, ""));
        for (var name : List.of("use_models.ts", "bridge.py", "schema.sql")) {
            Files.writeString(directory.resolve(name), resource(name));
        }

        assertThat(Shell.run(directory, """
                set -e
                tsc --strict --noUnusedLocals --noImplicitReturns --target es2020 --module commonjs use_models.ts
                python3 -c 'import sqlite3; sqlite3.connect("shop.db").executescript(open("schema.sql").read())'
                # Not through a shim, which would cost more than all else: it is started for each statement.
                node use_models.js shop.db bridge.py $(python3 -c 'import sys; print(sys.executable)')
                """)).isEqualTo("ok\n");
    }

    @Test
    void the_same_schema_gives_the_same_files_which_say_where_they_come_from() {
        var schema = shop();
        for (var language : Language.values()) {
            var files = CodeGenerator.generate(schema, language, "a");

            assertThat(CodeGenerator.generate(schema.identified(), language, "a"))
                    .isEqualTo(files);
            assertThat(files)
                    .allSatisfy(
                            file -> assertThat(file.text().lines().findFirst().orElseThrow())
                                    .matches("(//|#) Made by branchdb from the schema %s\\. Do not edit: .*"
                                            .formatted(schema.hash().hex())));
        }
        assertThat(CodeGenerator.generate(Schema.EMPTY, Language.JAVA, "a"))
                .extracting(GeneratedFile::name)
                .containsExactly("Sql.java");
    }

    @Test
    void a_package_that_java_would_not_take_is_refused() {
        for (var name : List.of("", "a.", ".a", "a b", "a;b", "class", "a.int.b", "1a")) {
            assertFails(
                    () -> CodeGenerator.generate(Schema.EMPTY, Language.JAVA, name),
                    ErrorCode.CODEGEN_PACKAGE_INVALID,
                    "'" + name + "'");
        }
        assertThat(CodeGenerator.generate(Schema.EMPTY, Language.JAVA, "a.a_1.a")
                        .getFirst()
                        .text())
                .contains("package a.a_1.a;");
    }

    @Test
    void a_folder_keeps_what_was_not_made_here_and_loses_what_is_not_made_any_more() throws IOException {
        var folder = directory.resolve("new/java");
        var schema = read("CREATE TABLE teams (id TEXT PRIMARY KEY NOT NULL); CREATE VIEW all_teams AS SELECT 1 AS a");
        var first = CodeFolder.write(folder, CodeGenerator.generate(schema, Language.JAVA, "a"));
        assertThat(first.written()).contains("Sql.java", "TeamsRow.java", "AllTeamsView.java");
        Files.writeString(folder.resolve("Mine.java"), "class Mine {}");
        var time = Files.getLastModifiedTime(folder.resolve("Sql.java"));
        assertThat(CodeFolder.write(folder, CodeGenerator.generate(schema, Language.JAVA, "a"))
                        .written())
                .isEmpty();
        assertThat(Files.getLastModifiedTime(folder.resolve("Sql.java"))).isEqualTo(time);
        CodeFolder.write(folder, CodeGenerator.generate(schema, Language.PYTHON, "a"));

        var smaller = read("CREATE TABLE teams (id TEXT PRIMARY KEY NOT NULL)");
        var last = CodeFolder.write(folder, CodeGenerator.generate(smaller, Language.JAVA, "a"));

        assertThat(last.written()).containsExactly("Sql.java", "TeamsRow.java", "TeamsTable.java");
        assertThat(last.removed()).containsExactly("AllTeamsRow.java", "AllTeamsView.java");
        assertThat(names(folder))
                .containsExactly("Mine.java", "Sql.java", "TeamsRow.java", "TeamsTable.java", "models.py");
    }

    @Test
    void nothing_is_written_when_one_of_the_names_is_taken_by_something_else() throws IOException {
        var files = CodeGenerator.generate(shop(), Language.JAVA, "a");
        Files.writeString(directory.resolve("TeamsRow.java"), "package a; // mine");
        assertFails(() -> CodeFolder.write(directory, files), ErrorCode.CODEGEN_FILE_FOREIGN, "TeamsRow.java");
        assertThat(names(directory)).containsExactly("TeamsRow.java");

        Files.delete(directory.resolve("TeamsRow.java"));
        var elsewhere = Files.writeString(
                directory.resolve("elsewhere"), files.getFirst().text());
        Files.createSymbolicLink(directory.resolve("UsersRow.java"), elsewhere);
        assertFails(() -> CodeFolder.write(directory, files), ErrorCode.CODEGEN_FILE_FOREIGN, "UsersRow.java");
    }

    @Test
    void names_have_the_form_of_the_language() {
        assertThat(List.of("order_items", "orderItems", "Order", "URL", "URLOfPage", "a_b", "x", "1", "-", "a--b"))
                .extracting(Names::pascal)
                .containsExactly("OrderItems", "OrderItems", "Order", "URL", "URLOfPage", "AB", "X", "N1", "N", "AB");
        assertThat(List.of("order_items", "orderItems", "Order", "URL", "URLOfPage", "a_b", "ID_of", "_", "user name"))
                .extracting(Names::camel)
                .containsExactly(
                        "orderItems", "orderItems", "order", "url", "urlOfPage", "aB", "idOf", "n", "userName");
        assertThat(List.of("order_items", "orderItems", "Order", "URL", "a b", "2"))
                .extracting(Names::snake)
                .containsExactly("order_items", "order_items", "order", "url", "a_b", "n_2");
        var names = Names.ofFiles();
        assertThat(List.of(names.give("Ab"), names.give("AB"), names.give("ab_")))
                .containsExactly("Ab", "AB_", "ab__");
    }

    private static Schema shop() {
        return read(resource("schema.sql"));
    }

    static Schema read(String script) {
        try (var sqlite = new ScratchDatabase()) {
            return sqlite.run(tx -> {
                tx.script(script);
                return SchemaReader.read(tx);
            });
        }
    }

    private static List<String> names(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names.stream().sorted().toList();
    }

    private static String resource(String name) {
        try (var in = CodeGeneratorTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void assertFails(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
