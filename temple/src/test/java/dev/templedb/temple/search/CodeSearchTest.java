package dev.templedb.temple.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Progress;
import dev.templedb.core.TempleException;
import dev.templedb.packages.frames.BlockCodec;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.temple.Temple;
import dev.templedb.temple.care.Maintenance;
import dev.templedb.temple.fixtures.FilledTemple;
import dev.templedb.temple.fixtures.IntakeSandbox;
import dev.templedb.temple.intake.PathFilter;
import dev.templedb.temple.objects.StoredObjects;
import dev.templedb.temple.projects.Projects;
import dev.templedb.temple.textindex.TextBlocks;
import dev.templedb.testkit.GitFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeSearchTest {
    @TempDir
    Path folder;

    private GitFolder git;
    private Temple temple;

    @BeforeEach
    void open() {
        git = GitFolder.init(folder.resolve("git"));
        temple = FilledTemple.open(folder.resolve("temple.sqlite"));
    }

    @AfterEach
    void close() {
        temple.close();
    }

    private void write(String path, String text) throws IOException {
        var file = git.path().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void commit(String message) {
        git.run("add", "-A");
        git.run("commit", "-q", "-m", message);
    }

    private List<FoundFile> find(SearchQuery query) {
        return new CodeSearch(temple).run(query, Progress.NONE).files();
    }

    private static SearchQuery regex(String pattern, boolean ignoreCase) {
        return new SearchQuery(pattern, true, ignoreCase, List.of(), List.of(), List.of(), 0, false, 1000);
    }

    private static List<String> paths(List<FoundFile> files) {
        return files.stream().map(file -> file.project() + ":" + file.path()).toList();
    }

    @Test
    void puts_the_file_of_that_name_and_the_definition_before_mere_uses() throws IOException {
        write("src/Use.java", "class Use { Parser p; }\n");
        write("src/Def.java", "import x.Other;\nclass Parser {}\n");
        write("src/Parser.java", "// Parser\n");
        write("test/ParserTest.java", "Parser p;\n");
        write("vendor/a.js", "Parser\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        assertThat(paths(find(SearchQuery.of("Parser"))))
                .containsExactly(
                        "web:src/Parser.java",
                        "web:src/Def.java",
                        "web:test/ParserTest.java",
                        "web:src/Use.java",
                        "web:vendor/a.js");
    }

    @Test
    void puts_a_definition_before_prose_that_has_the_word_often() throws IOException {
        write("doc/notes.html", "<p>of type assertThat: assertThat assertThat</p>\n".repeat(40));
        write("doc/notes.md", "The function assertThat is new.\n".repeat(40));
        write(
                "src/Assert.java",
                "class Assert {\n    public static <T> void assertThat(T actual, Matcher<? super T> m) {\n");
        write("src/check.c", "const struct check *assertThat(int a)\n");
        write(
                "src/Call.java",
                "/** Calls not assertThat(x). */\n    return assertThat(x);\n    Assert.assertThat(x);\n");
        write("src/calls.rb", "puts assertThat(x)\nlist = one, assertThat(y)\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        assertThat(paths(find(SearchQuery.of("assertThat"))))
                .containsExactly(
                        "web:src/Assert.java",
                        "web:src/check.c",
                        "web:doc/notes.html",
                        "web:doc/notes.md",
                        "web:src/Call.java",
                        "web:src/calls.rb");
    }

    @Test
    void paths_that_are_only_taken_back_leave_all_others() throws IOException {
        write("src/main/a.java", "needle\n");
        write("src/test/b.java", "needle\n");
        write("doc/c.md", "needle\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        assertThat(paths(find(new SearchQuery(
                        "needle", false, false, List.of(), List.of("!src/test/"), List.of(), 0, false, 20))))
                .containsExactly("web:src/main/a.java", "web:doc/c.md");
        assertThat(paths(find(new SearchQuery(
                        "needle", false, false, List.of(), List.of("!src/test/", "!*.md"), List.of(), 0, true, 20))))
                .containsExactly("web:src/main/a.java");
    }

    @Test
    void gives_numbers_columns_and_context() throws IOException {
        write("a.txt", "eins\r\nzwei\nä drei\nvier");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        var query = new SearchQuery("drei", false, false, List.of(), List.of(), List.of(), 2, false, 20);
        assertThat(find(query).getFirst().lines())
                .containsExactly(new FoundLine(3, 3, "ä drei", List.of("eins", "zwei"), List.of("vier")));
    }

    @Test
    void looks_only_where_it_is_asked_to() throws IOException {
        write("src/a.java", "needle\n");
        write("src/b.py", "needle\n");
        write("doc/c.md", "needle\n");
        commit("one");
        FilledTemple.take(temple, "one", git.path());
        FilledTemple.take(temple, "two", git.path());

        assertThat(find(SearchQuery.of("needle"))).hasSize(6);
        assertThat(paths(find(new SearchQuery(
                        "needle", false, false, List.of("TWO"), List.of("src/", "!*.py"), List.of(), 0, false, 20))))
                .containsExactly("two:src/a.java");
        assertThat(paths(find(new SearchQuery(
                        "needle", false, false, List.of("one"), List.of(), List.of("PYTHON"), 0, false, 20))))
                .containsExactly("one:src/b.py");
        assertThatThrownBy(() ->
                        find(new SearchQuery("x", false, false, List.of("none"), List.of(), List.of(), 0, false, 20)))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROJECT_NOT_FOUND));
    }

    @Test
    void an_unknown_language_is_named() {
        assertThatThrownBy(() -> new CodeSearch(temple)
                        .run(
                                new SearchQuery(
                                        "foo",
                                        true,
                                        false,
                                        List.of(),
                                        List.of(),
                                        List.of("java", "Pyton"),
                                        0,
                                        false,
                                        9),
                                Progress.NONE))
                .hasMessage("There is no language Pyton. Did you mean Python?")
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LANGUAGE_UNKNOWN));
    }

    @Test
    void says_what_it_has_not_looked_into() throws IOException {
        write("a.bin", "needle\0needle");
        write("b.txt", "needle");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        var result = new CodeSearch(temple).run(SearchQuery.of("needle"), Progress.NONE);

        assertThat(paths(result.files())).containsExactly("web:b.txt");
        assertThat(result.notSearched()).isEqualTo(1);
    }

    @Test
    void keeps_up_with_syncs_and_forgets_what_is_gone() throws IOException {
        write("a.txt", "before\n");
        commit("one");
        try (var sandbox = new IntakeSandbox(folder.resolve("sandbox"))) {
            sandbox.take("web", git.path());
            write("a.txt", "after\n");
            commit("two");
            sandbox.sync("web");
            var search = new CodeSearch(sandbox.temple());
            assertThat(search.run(SearchQuery.of("before"), Progress.NONE).files())
                    .isEmpty();
            assertThat(search.run(SearchQuery.of("after"), Progress.NONE).files())
                    .hasSize(1);
            new Maintenance(sandbox.temple()).run(Progress.NONE);
            assertThat(sandbox.temple()
                            .file()
                            .<Long>read(tx -> tx.query("SELECT count(*) FROM indexed_texts")
                                    .longValue()))
                    .isEqualTo(1);
            assertThat(search.run(SearchQuery.of("after"), Progress.NONE).files())
                    .hasSize(1);
        }
    }

    @Test
    void leaves_nothing_behind_of_texts_that_are_gone_and_puts_small_blocks_together() throws IOException {
        write("a.txt", "first marker\n");
        write("b.txt", "stays\n");
        commit("one");
        try (var sandbox = new IntakeSandbox(folder.resolve("sandbox"))) {
            sandbox.take("web", git.path());
            for (int i = 0; i < 3; i++) {
                write("a.txt", "version " + i + "\n");
                commit("next");
                sandbox.sync("web");
            }
            new Maintenance(sandbox.temple()).run(Progress.NONE);

            var blocks = sandbox.temple()
                    .file()
                    .<List<String>>read(tx -> tx.query("SELECT raw_bytes, data FROM text_blocks")
                            .list(row -> text(row.bytes(2), row.intValue(1))));
            assertThat(blocks).containsExactly("stays\nversion 2\n");
            var search = new CodeSearch(sandbox.temple());
            for (var text : List.of("stays", "version 2")) {
                assertThat(search.run(SearchQuery.of(text), Progress.NONE).files())
                        .singleElement()
                        .satisfies(file ->
                                assertThat(file.lines().getFirst().text()).isEqualTo(text));
            }
        }
    }

    private static String text(byte[] block, int length) {
        try (var codec = new BlockCodec()) {
            return new String(codec.decompress(block, length), StandardCharsets.UTF_8);
        } catch (MalformedFrame damaged) {
            throw new AssertionError(damaged);
        }
    }

    @Test
    void reads_the_file_itself_when_its_block_is_damaged_or_gone() throws IOException {
        write("a.txt", "needle\n".repeat(100));
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        for (var damage : List.of("UPDATE text_blocks SET data = zeroblob(length(data))", "DELETE FROM text_blocks")) {
            temple.file().write(tx -> tx.update(damage).execute());
            assertThat(find(SearchQuery.of("needle")))
                    .singleElement()
                    .satisfies(file -> assertThat(file.matches()).isEqualTo(100));
        }
    }

    @Test
    void puts_the_file_of_that_name_first_however_many_others_there_are() throws IOException {
        write("z/Needle.java", "class Needle {}\n");
        for (int i = 0; i < 700; i++) {
            write("z/Other%d.java".formatted(i), "class Needle%d { }\n".formatted(i));
        }
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        assertThat(paths(find(SearchQuery.of("Needle"))).getFirst()).isEqualTo("web:z/Needle.java");
    }

    /// What is asked of the database alone narrows a search down; the answer must not depend on it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.java",
                "/src/",
                "src",
                "**/b.java",
                "src/**/b.java",
                "b.?ava",
                "b.[j]ava",
                "a\\.java",
                "docs/*",
                "/docs/**",
                "*",
                "c"
            })
    void finds_the_same_files_with_a_glob_as_without_it_and_picking(String glob) throws IOException {
        for (var path : List.of("src/b.java", "src/x/b.java", "a.java", "docs/a.md", "docs/c/d", "b.py", "src")) {
            if (!path.equals("src")) {
                write(path, "needle " + path + "\n");
            }
        }
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        var filter = new PathFilter(List.of(glob));
        var picked = paths(find(SearchQuery.of("needle"))).stream()
                .filter(path -> filter.leavesOut(path.substring("web:".length()), false))
                .sorted()
                .toList();

        assertThat(paths(find(
                        new SearchQuery("needle", false, false, List.of(), List.of(glob), List.of(), 0, false, 20))))
                .containsExactlyInAnyOrderElementsOf(picked);
    }

    @Test
    void finds_in_removed_projects_nothing() throws IOException {
        write("a.txt", "needle\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        new Projects(temple).remove("web");

        assertThat(find(SearchQuery.of("needle"))).isEmpty();
    }

    @Test
    void finds_the_newest_of_earlier_versions() throws IOException {
        write("a.txt", "needle one\n");
        commit("one");
        write("a.txt", "needle two\n");
        commit("two");
        var two = git.run("rev-parse", "HEAD").strip();
        write("a.txt", "nothing\n");
        commit("three");
        FilledTemple.take(temple, "web", git.path());

        assertThat(find(SearchQuery.of("needle"))).isEmpty();
        var found = find(new SearchQuery("needle", false, false, List.of(), List.of(), List.of(), 0, true, 20));
        assertThat(paths(found)).containsExactly("web:a.txt");
        assertThat(found.getFirst().commit().orElseThrow().hex()).isEqualTo(two);
        assertThat(found.getFirst().versions()).isEqualTo(2);
        assertThat(found.getFirst().lines().getFirst().text()).isEqualTo("needle two");
    }

    @Test
    void opens_no_frames_for_what_none_can_have_and_still_counts_what_is_binary() throws IOException {
        write("a.txt", "needle\n");
        write("b.bin", "needle\0");
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        find(new SearchQuery("needle", false, false, List.of(), List.of(), List.of(), 0, true, 20));
        temple.file()
                .write(tx -> tx.update("UPDATE frames SET data = zeroblob(8), sha256 = zeroblob(32)")
                        .execute());

        var none = new SearchQuery("somethingElse", false, true, List.of(), List.of(), List.of(), 0, true, 20);
        var result = new CodeSearch(temple).run(none, Progress.NONE);
        assertThat(result.files()).isEmpty();
        assertThat(result.notSearched()).isEqualTo(1);
    }

    @Test
    void makes_the_index_of_an_older_temple_with_the_first_search() throws IOException {
        write("a.txt", "needle\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        temple.file().write(tx -> {
            tx.update("DELETE FROM text_index").execute();
            tx.update("DELETE FROM indexed_texts").execute();
            return tx.update("INSERT INTO settings (key, value) VALUES ('text_index', 'behind')")
                    .execute();
        });

        assertThat(find(SearchQuery.of("needle"))).hasSize(1);
        assertThat(temple.file()
                        .<Long>read(tx -> tx.query("SELECT count(*) FROM settings WHERE key = 'text_index'")
                                .longValue()))
                .isZero();
        assertThat(find(SearchQuery.of("needle"))).hasSize(1);
    }

    @Test
    void an_evil_expression_takes_no_longer_than_another() throws IOException {
        write("a.txt", "a".repeat(100_000) + "!\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        long before = System.nanoTime();
        assertThat(find(regex("^(a+)+$", false))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> find(regex("(", false)))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{100}){100}){10}",
                "((a{1000}){1000}){1000}",
                "(((a{9,99}){99}b){99,}|x)",
                "\\pL{500}\\p{Greek}{800}[(){}]{900}"
            })
    void an_expression_that_would_become_enormous_is_refused(String pattern) {
        assertThatThrownBy(() -> find(regex(pattern, false)))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void deep_parentheses_and_many_alternatives_are_searched_for_or_refused() throws IOException {
        write("a.txt", "aaa needle\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        assertThat(find(regex("(".repeat(900) + "needle" + ")".repeat(900), false)))
                .hasSize(1);
        assertThat(find(regex("needle|" + "b|".repeat(900) + "c", false))).hasSize(1);
        assertThatThrownBy(() -> find(regex("(".repeat(5_000), false)))
                .isInstanceOfSatisfying(
                        TempleException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void lines_of_megabytes_and_strange_bytes_are_searched() throws IOException {
        Files.write(
                git.path().resolve("long.txt"),
                ("x".repeat(3 << 20) + " needle " + "y".repeat(500_000)).getBytes(StandardCharsets.UTF_8));
        Files.write(
                git.path().resolve("bytes.txt"), "\u00e9\u00fc needle \u0080".getBytes(StandardCharsets.ISO_8859_1));
        write("returns.txt", "\r\r\r needle\r\n\n\n");
        commit("one");
        FilledTemple.take(temple, "web", git.path());

        for (var query : List.of(SearchQuery.of("needle"), regex("n.edle", false), regex("NEEDLE", true))) {
            assertThat(find(query))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(file.lines())
                            .singleElement()
                            .satisfies(line ->
                                    assertThat(line.text()).contains("needle").hasSizeLessThan(2_100)));
        }
    }

    @Test
    void texts_with_a_byte_order_mark_are_searched_in_head_and_in_the_history() throws IOException {
        var text = "needle eins\nzwei \u00e4 n\u00e4dle\n";
        Files.write(git.path().resolve("utf8.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8));
        Files.write(git.path().resolve("little.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));
        Files.write(git.path().resolve("big.txt"), ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE));
        write("plain.txt", text);
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        for (var change : List.of("DELETE FROM frame_trigrams", "DELETE FROM text_blocks")) {
            temple.file().write(tx -> tx.update(change).execute());
            for (boolean history : new boolean[] {false, true, true}) {
                var first = new SearchQuery("^needle", true, false, List.of(), List.of(), List.of(), 0, history, 20);
                assertThat(find(first))
                        .hasSize(4)
                        .allSatisfy(file -> assertThat(file.lines())
                                .containsExactly(new FoundLine(1, 1, "needle eins", List.of(), List.of())));
                var second =
                        new SearchQuery("n\u00e4dle", false, false, List.of(), List.of(), List.of(), 1, history, 20);
                assertThat(find(second))
                        .hasSize(4)
                        .allSatisfy(file -> assertThat(file.lines())
                                .containsExactly(new FoundLine(
                                        2, 8, "zwei \u00e4 n\u00e4dle", List.of("needle eins"), List.of())));
            }
        }
    }

    @Test
    void finds_the_same_in_many_blocks_as_one_look_after_the_other() throws IOException {
        for (int i = 0; i < 400; i++) {
            write(
                    "d%d/f%d.txt".formatted(i % 7, i),
                    "line %d\n".formatted(i).repeat(200) + (i % 3 == 0 ? "needle\n" : ""));
        }
        commit("one");
        FilledTemple.take(temple, "web", git.path());
        var query = new SearchQuery("need[l]e", true, false, List.of(), List.of(), List.of(), 0, false, 1000);

        assertThat(found(query, true)).hasSize(134).isEqualTo(found(query, false));
        var few = new SearchQuery("need[l]e", true, false, List.of(), List.of(), List.of(), 0, false, 5);
        var once = new CodeSearch(temple).run(few, Progress.NONE);
        assertThat(once.hasMore()).isTrue();
        assertThat(new CodeSearch(temple).run(few, Progress.NONE)).isEqualTo(once);
    }

    /// Whatever the index answers must be what reading every file finds.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "foobar",
                "foo(bar)?",
                "fo+bar",
                "(foo|quux)x",
                "f[o]obar",
                "foo\\.bar",
                "(?i)FOOBAR",
                "foo.*bar",
                "^foobar$",
                "(foo){2}bar",
                "x{0}foobar",
                "foo{0,1}bar",
                "a|b",
                "Straße",
                "STRASSE|straße",
                "(?:foob)ar",
                "(?P<n>foo)bar",
                "\\bfoo\\b",
                "\\x66oobar",
                "\\pLoobar",
                "[[:alpha:]]oobar",
                "foo*?bar",
                "foo+?bar",
                "fo{2,}bar",
                "\\w+bar",
                "(foo|)bar",
                "foo.+bar|quux\\w",
                "(?i:foo)bar",
                "((fo)ob|b)ar",
                "foo\\{bar",
                "foo{bar",
                "a\"b\"c",
                "[]x]foo",
                "ΣΑΣ",
                "\uD835\uDC1A\uD835\uDC1B\uD835\uDC1C",
                "\\106oobar|\\0141\\0142c",
                "f[Oo0-9]obar",
                "[^f]oobar",
                "[\\w-]oobar$",
                "[[:alpha:]{]b",
                "o{2,3}bar",
                "(fo{2}){2}",
                "(?:fo+|[qu]{3,})b?x",
                "(?i)\u017Ftra[\u00df]e",
                "(?i)stra\u00dfe|\u212A",
                "[^\\W]{3}\\Bbar",
                "foo[^a-z]bar",
                "\\s?bar\\z",
                "(foobar){0}x",
                "(?:[a-p]{40}){2}|(foo){30}|bar\\r?$"
            })
    void finds_what_a_look_into_every_file_finds(String pattern) throws IOException {
        var texts = List.of(
                "foobar",
                "foo bar",
                "fooobar",
                "fobar",
                "foo.bar",
                "FOOBAR",
                "foofoobar",
                "quuxx",
                "foox",
                "a",
                "bar",
                "Straße",
                "STRASSE",
                "straße",
                "foo{bar",
                "foo{bar",
                "a\"b\"c",
                "]foo",
                "xfoo",
                "σας",
                "ΣΑΣ",
                "\uD835\uDC1A\uD835\uDC1B\uD835\uDC1C",
                "foobbar",
                "ob",
                "foobar\r");
        for (int i = 0; i < texts.size(); i++) {
            write("f" + i + ".txt", texts.get(i) + "\n");
        }
        Files.write(git.path().resolve("latin1.txt"), "Straße foobar\n".getBytes(StandardCharsets.ISO_8859_1));
        commit("all");
        FilledTemple.take(temple, "web", git.path());
        var history = new SearchQuery(pattern, true, false, List.of(), List.of(), List.of(), 0, true, 1000);
        for (int round = 0; round < 2; round++) {
            // The second time, what the first one learned about the frames decides which of them are opened.
            Set<String> versions =
                    find(history).stream().map(file -> file.path().text()).collect(Collectors.toSet());
            assertThat(versions).isEqualTo(found(regex(pattern, false), false));
        }
        for (boolean ignoreCase : new boolean[] {false, true}) {
            var expression = Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
            var byHand = new TreeSet<String>();
            for (int i = 0; i < texts.size(); i++) {
                if (expression.matcher(texts.get(i).strip()).find()) {
                    byHand.add("f" + i + ".txt");
                }
            }
            if (expression.matcher("Stra\ufffde foobar").find()) {
                byHand.add("latin1.txt");
            }
            assertThat(found(regex(pattern, ignoreCase), true)).isEqualTo(byHand);
            assertThat(found(regex(pattern, ignoreCase), false)).isEqualTo(byHand);
            var plain = new SearchQuery(pattern, false, ignoreCase, List.of(), List.of(), List.of(), 0, false, 1000);
            assertThat(found(plain, true)).isEqualTo(found(plain, false));
        }
    }

    private Set<String> found(SearchQuery query, boolean isIndexed) {
        return temple.file().read(tx -> {
            var store = new SqliteSearchStore(tx);
            var scope = new Scope(query, store.projects());
            try (var objects = new StoredObjects(tx);
                    var texts = new TextBlocks(tx);
                    var search = new HeadSearch(query, store, objects, texts, scope)) {
                return search.run(isIndexed).files().stream()
                        .map(file -> file.path().text())
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        });
    }
}
