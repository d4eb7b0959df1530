package dev.templedb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.templedb.core.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "projct                          |2|There is no command projct. Did you mean `project`?",
                "xyzzyx                          |2|There is no command xyzzyx.",
                "project lsit                    |2|`project` has no command lsit. Did you mean `project list`?",
                "--kind project                  |2|The option --kind does not belong here",
                "project list --forat json       |2|`project list` has no option --forat. Did you mean --format?",
                "project list --kid=x            |2|`project list` has no option --kid. Did you mean --kind?",
                "project list --zzzzzzzzz        |2|`project list` has no option --zzzzzzzzz.",
                "project list -x                 |2|`project list` has no option -x.",
                "sql ->                          |2|`sql` has no option ->. Where it is no option, put `--` in front of it.",
                "vcs checkout main               |2|`vcs` has no command checkout. Instead, `vcs switch` goes to a branch",
                "vcs branch feature              |2|`vcs branch` has no command feature. `vcs branch create feature` makes one.",
                "project list extra              |2|`project list` takes no further argument: extra.",
                "project show                    |2|SLUG is missing.",
                "project rename a                |2|NEW-SLUG is missing.",
                "project edit a --name           |2|--name needs a value: --name NAME.",
                "project edit a --name x --name y|2|--name is given more than once.",
                "project list --kind thing       |2|\"thing\" is not a kind; use project or template.",
                "project list --format xml       |2|\"xml\" is not a format; use table, json, yaml or csv.",
                "project list --temple           |2|--temple needs a value: --temple FILE.",
                "project list --log-level loud   |2|\"loud\" is not a log level",
                "status --log-file /nowhere/x.log|2|The log file /nowhere/x.log cannot be written.",
                "project create                  |2|Give the new project a slug, or a name with --name.",
                "project create a/b              |2|\"a/b\" cannot be the slug of a project",
                "project create x --metadata y   |2|\"y\" is not of the form --metadata KEY=VALUE.",
                "project create x --blueprint a=1|2|\"a\" is not a section of a blueprint",
                "project create x --blueprint pm=@/no|3|The file /no cannot be read.",
                "sql SELEC                       |2|SELEC",
                "sql SELECT(1) --timeout 1x      |2|'1x' is not a time such as 30s, 500ms, 5m or 7d.",
                "sql SELECT(1) --limit -1        |2|--limit",
                "sql SELECT(1) --limit x         |2|'x' is not a whole number from 0 on.",
                "undo x                          |2|'x' is not a whole number from 0 on.",
                "completion tcsh                 |2|There is no completion for \"tcsh\"",
                "vcs log web --since soon        |2|\"soon\" is not a time such as",
                "project sync web --no-history   |2|need the source to read",
                "project import . --slug a/b     |2|\"a/b\" cannot be the slug",
                "project import /no/such/place   |3|/no/such/place",
                "project import . --exclude [    |2|\"[\" is not a glob.",
                "vcs tag list main --project web |2|A tag cannot be called \"list\"",
                "project show wep                |3|There is no project wep. Did you mean web?",
                "project edit nope               |3|There is no project nope.",
                "file list nope                  |3|There is no project nope.",
                "stats nope                      |3|There is no project nope.",
                "project list --temple /no/temple|3|/no/temple",
                "undo                            |3|There is nothing to undo.",
                "undo 7                          |3|There is nothing to undo with number 7.",
                "project create WEB              |4|There is already a project web.",
                "project sync web                |4|web",
                "vcs log web                     |4|no commits",
                "vcs show web                    |4|no commits",
                "sql DROP|5|may only read",
                "sql SELECT(1)UNION/**/SELECT(2) --limit 1|6|more than the limit of 1 rows",
            })
    void every_failure_has_its_exit_code_and_sentence(String line, int code, String sentence) {
        new Cli(home).must("project", "create", "web");

        var run = new Cli(home).line(line.equals("sql DROP") ? "sql DELETE/**/FROM/**/projects" : line);

        assertThat(run.err()).contains(sentence).contains("\nHint: ").startsWith("Error TDB-1");
        assertThat(run.err()).doesNotContain("Exception", "\tat ", "    at ");
        assertThat(run.code()).isEqualTo(code);
    }

    @Test
    void a_log_file_that_cannot_be_written_leaves_no_trace_elsewhere() {
        var logged = new ArrayList<LogRecord>();
        var collector = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.templedb");
        logger.addHandler(collector);
        try {
            assertThat(new Cli(home)
                            .run("status", "--log-file", "/nowhere/x.log")
                            .code())
                    .isEqualTo(2);
        } finally {
            logger.removeHandler(collector);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void programs_get_errors_as_objects() {
        var run = new Cli(home).run("project", "show", "nope", "--format", "json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("{\n  \"error\": {\n    \"code\": \"TDB-1301\",")
                .contains("\"exit_code\": 3");
    }

    @Test
    void names_cannot_move_the_cursor() {
        var run = new Cli(home).run("\u001b[2Jevil\u202e");

        assertThat(run.err()).contains("\\u{1b}[2Jevil\\u{202e}").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void what_nobody_expected_is_said_without_a_stack_trace() {
        var failing = new OutputStream() {
            @Override
            public void write(int b) {
                throw new IllegalStateException("surprise");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                throw new IllegalStateException("surprise");
            }
        };
        var err = new ByteArrayOutputStream();

        assertThat(run(failing, err, "version")).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("Error TDB-1902: Something unexpected happened, IllegalStateException: surprise.")
                .doesNotContain("at dev.templedb");
    }

    @Test
    void a_reader_that_goes_away_is_no_news() {
        var err = new ByteArrayOutputStream();

        assertThat(run(failing("Broken pipe"), err, "help")).isEqualTo(1);
        assertThat(err.toString()).isEmpty();
        assertThat(run(failing("No space left on device"), err, "help")).isEqualTo(1);
        assertThat(err.toString()).contains("The output cannot be written: No space left on device.");
        assertThat(run(failing("Broken pipe"), failing("Broken pipe"), "nope")).isEqualTo(2);
    }

    @Test
    void the_log_says_where_an_error_came_from() throws IOException {
        Path log = home.resolve("log.txt");

        var run = new Cli(home).run("project", "show", "nope", "--log-file", log.toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).doesNotContain("    at ");
        assertThat(Files.readString(log)).contains("SEVERE dev.templedb", "TempleException", "    at dev.templedb");
    }

    @Test
    void every_kind_of_error_has_an_exit_code() {
        for (var kind : ErrorCode.Kind.values()) {
            assertThat(dev.templedb.cli.command.ExitCode.of(kind)).isBetween(1, 6);
        }
    }

    private int run(OutputStream out, OutputStream err, String... arguments) {
        var environment =
                new Environment(java.util.Map.of(), home, "ada", java.time.Clock.systemUTC(), false, false, false);
        return Program.run(List.of(arguments), new ByteArrayInputStream(new byte[0]), out, err, environment);
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
