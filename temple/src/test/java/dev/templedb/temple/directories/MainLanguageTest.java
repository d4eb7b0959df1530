package dev.templedb.temple.directories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainLanguageTest {
    @TempDir
    private Path folder;

    private void write(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, content);
    }

    @Test
    void the_language_of_the_most_bytes_is_the_main_one() throws IOException {
        write("README.md", "# Much text\n".repeat(1000));
        write("src/app.py", "def run():\n    pass\n".repeat(20));
        write("Main.java", "class Main { void run() {} }\n");
        write("node_modules/big.js", "function f() { return 1; }\n".repeat(1000));
        write(".git/hooks.rb", "def x\nend\n".repeat(1000));

        assertThat(MainLanguage.of(folder)).contains("Python");
    }

    @Test
    void nothing_is_said_of_a_directory_without_code_or_of_none() throws IOException {
        write("notes.txt", "words");

        assertThat(MainLanguage.of(folder)).isEmpty();
        assertThat(MainLanguage.of(folder.resolve("nowhere"))).isEmpty();
    }
}
