package dev.templedb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.Slug;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormatsTest {
    sealed interface ExampleOutcome {
        record UpToDate() implements ExampleOutcome {}

        record Pulled(int newCommits, Slug from, Optional<String> head, Thread.State state) implements ExampleOutcome {}
    }

    @Test
    void outcomes_are_objects_with_the_name_of_their_case() {
        assertThat(JsonText.compact(Plain.of(new ExampleOutcome.UpToDate())))
                .isEqualTo("{\"outcome\": \"up_to_date\"}");
        assertThat(JsonText.compact(Plain.of(
                        new ExampleOutcome.Pulled(3, new Slug("web"), Optional.empty(), Thread.State.TIMED_WAITING))))
                .isEqualTo("{\"outcome\": \"pulled\", \"new_commits\": 3, \"from\": \"web\", \"head\": null,"
                        + " \"state\": \"timed_waiting\"}");
        assertThat(JsonText.compact(
                        Plain.of(Arrays.asList(Path.of("/a"), Instant.EPOCH, new byte[] {1}, null, 1.5, true))))
                .isEqualTo("[\"/a\", \"1970-01-01T00:00:00Z\", \"01\", null, 1.5, true]");
        assertThat(JsonText.compact(Double.NaN)).isEqualTo("null");
    }

    @Test
    void json_escapes_what_a_terminal_would_act_on() {
        assertThat(JsonText.compact("\u001b\u202e\u2028\u007f\"\\\n\r\t\ud800é星😀"))
                .isEqualTo("\"\\u001b\\u202e\\u2028\\u007f\\\"\\\\\\n\\r\\t\\ud800é星😀\"");
        assertThat(JsonText.compact("\udb40\udc41")).isEqualTo("\"\\udb40\\udc41\"");
    }

    @Test
    void json_is_indented_by_two_spaces() {
        var map = new LinkedHashMap<String, Object>();
        map.put("a", List.of(1, 2));
        map.put("b", new LinkedHashMap<>());
        map.put("c", List.of());
        assertThat(JsonText.indented(map)).isEqualTo("""
                {
                  "a": [
                    1,
                    2
                  ],
                  "b": {},
                  "c": []
                }""");
    }

    @Test
    void yaml_quotes_what_is_not_a_plain_word() {
        var map = new LinkedHashMap<String, Object>();
        map.put("word", "plain text");
        map.put("no", "no");
        map.put("number", "12");
        map.put("colon", "a: b");
        map.put("empty", "");
        map.put("list", List.of("a", List.of("b"), new LinkedHashMap<>()));
        map.put("map", new LinkedHashMap<>(java.util.Map.of("x", 1)));
        map.put("none", List.of());
        assertThat(YamlText.of(map)).isEqualTo("""
                word: plain text
                "no": "no"
                number: "12"
                colon: "a: b"
                empty: ""
                list:
                  - a
                  - - b
                  - {}
                map:
                  x: 1
                none: []
                """);
        assertThat(YamlText.of(List.of(1, "trailing "))).isEqualTo("- 1\n- \"trailing \"\n");
        assertThat(YamlText.of("x")).isEqualTo("x\n");
    }

    @Test
    void csv_quotes_separators_and_marks_empty_texts() {
        assertThat(CsvText.row(Arrays.asList("a,b", "say \"x\"", "two\nlines", null, "", " x", 5L, List.of("t"))))
                .isEqualTo("\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",,\"\",\" x\",5,\"[\"\"t\"\"]\"\n");
        assertThat(CsvText.row(Arrays.asList((Object) null))).isEqualTo("\"\"\n");
    }

    @Test
    void widths_count_columns_of_the_terminal() {
        assertThat(DisplayWidth.of("abc")).isEqualTo(3);
        assertThat(DisplayWidth.of("星é😀")).isEqualTo(5);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(DisplayWidth.cut("星星星", 4)).isEqualTo("星…");
        assertThat(DisplayWidth.cut("abc", 3)).isEqualTo("abc");
    }

    @Test
    void tables_align_wide_and_hostile_text() {
        var printed = new StringBuilder();
        try (var table = new TableWriter(
                List.of(Column.text("slug"), Column.bytes("bytes"), Column.shortId("id"), Column.hidden("x")),
                0,
                new Style(false),
                printed::append)) {
            table.row(Arrays.asList("星\u001b[m", 1_234_567L, "0123456789abcdef", "hidden"));
            table.row(Arrays.asList("b", 5L, "", null));
        }
        assertThat(printed.toString()).isEqualTo("""
                slug         bytes  id
                ----------  ------  ----------
                星\\u{1b}[m  1.2 MB  0123456789
                b              5 B
                """);
    }

    @Test
    void a_time_is_cut_last() {
        var out = new StringBuilder();
        try (var table = new TableWriter(
                List.of(
                        Column.text("version"),
                        Column.text("notes"),
                        Column.text("published_by"),
                        Column.text("published_at"),
                        Column.text("signed"),
                        Column.text("signer"),
                        Column.text("yanked"),
                        Column.shortId("state")),
                80,
                new Style(false),
                out::append)) {
            table.row(Arrays.asList(
                    "1.3.0", "What is new in it", "ada", Instant.EPOCH, "none", null, null, "0123456789abcdef"));
        }
        assertThat(out).contains("  1970-01-01T00:00:00Z  ");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void sizes_are_short() {
        assertThat(List.of(
                        Quantities.bytes(0),
                        Quantities.bytes(999),
                        Quantities.bytes(1000),
                        Quantities.bytes(12_345),
                        Quantities.bytes(999_999),
                        Quantities.bytes(1_500_000_000),
                        Quantities.bytes(Long.MAX_VALUE - 100)))
                .containsExactly("0 B", "999 B", "1.0 kB", "12 kB", "1.0 MB", "1.5 GB", "9.2 EB");
        assertThat(Quantities.count(1, "branch")).isEqualTo("1 branch");
        assertThat(Quantities.count(2, "branch")).isEqualTo("2 branches");
        assertThat(Quantities.count(2, "entry")).isEqualTo("2 entries");
        assertThat(Quantities.count(0, "file")).isEqualTo("0 files");
        assertThat(Quantities.percent(0.125)).isEqualTo("12.5 %");
    }

    @Test
    void progress_appears_after_a_second_and_is_gone_at_the_end() {
        var bytes = new ByteArrayOutputStream();
        var now = new long[] {0};
        var progress = new TerminalProgress(new Output(bytes), 80, () -> now[0]);

        var quick = progress.begin("Quick", 10);
        quick.advance(10);
        quick.close();
        assertThat(bytes.toString()).isEmpty();

        var step = progress.begin("Reading objects", 100);
        now[0] += 2_000_000_000L;
        step.advance(50);
        assertThat(bytes.toString()).contains("Reading objects [##########          ] 50 % (25/s, 2 s left)");
        step.advance(1);
        progress.begin("Next", 0).advance(1);
        assertThat(bytes.toString()).endsWith("\r\033[K");

        var unknown = progress.begin("Walking", 0);
        now[0] += 200_000_000_000L;
        unknown.advance(1000);
        assertThat(bytes.toString()).contains("Walking: 1000 (5/s)");
        unknown.close();
        unknown.advance(1_000_000);
        assertThat(bytes.toString()).endsWith("\r\033[K");
    }

    @Test
    void progress_is_shown_to_people_only() {
        var settings = new ArrayList<Boolean>();
        for (boolean isTerminal : List.of(true, false)) {
            var terminal = new Terminal(
                    new Output(new ByteArrayOutputStream()),
                    new Output(new ByteArrayOutputStream()),
                    new ByteArrayInputStream(new byte[0]),
                    new Terminal.Settings(
                            Format.TABLE, false, isTerminal, isTerminal, isTerminal, true, true, () -> 80));
            settings.add(terminal.progress() instanceof TerminalProgress);
            terminal.progress().begin("x", 1).advance(1);
        }
        assertThat(settings).containsExactly(true, false);
    }

    @Test
    void output_is_handed_over_in_order_whatever_its_length() {
        var bytes = new ByteArrayOutputStream();
        var out = new Output(bytes);
        out.print("a");
        out.print("b".repeat(10_000));
        out.print("c");
        out.flush();
        assertThat(bytes.toString()).isEqualTo("a" + "b".repeat(10_000) + "c");
    }
}
