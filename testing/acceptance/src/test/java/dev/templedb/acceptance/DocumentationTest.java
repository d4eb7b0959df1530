package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a reader of the documentation may rely on.
class DocumentationTest {
    private static final Path ROOT = RealProgram.root();
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)[^)]*\\)");

    @Test
    void links_between_documents_lead_somewhere() throws IOException {
        var broken = new ArrayList<String>();
        try (var files = Files.walk(ROOT)) {
            for (Path document : files.filter(DocumentationTest::isDocument).toList()) {
                LINK.matcher(Files.readString(document)).results().forEach(link -> {
                    if (!Files.exists(document.resolveSibling(link.group(1)))) {
                        broken.add(ROOT.relativize(document) + ": " + link.group(1));
                    }
                });
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean isDocument(Path file) {
        String name = ROOT.relativize(file).toString();
        return name.endsWith(".md") && !name.contains("target/") && !name.contains("src/test/resources/");
    }
}
