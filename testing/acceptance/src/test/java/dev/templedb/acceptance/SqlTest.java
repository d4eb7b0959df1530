package dev.templedb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SQL of people against the real program: what would take everything ends, and what the documents of the Python tool
/// tell
/// their users to type does what they expect.
@Tag("slow")
class SqlTest {
    @TempDir
    private Path scratch;

    @Test
    void a_session_with_sql() throws Exception {
        var program = new RealProgram(scratch);
        var work = Files.createDirectories(scratch.resolve("work"));
        var said = program.must(work, """
                say() { printf '== %s\\n' "$1"; }
                # How the command ended, what it said, and whether it took less than 600 MB of memory.
                ends() {
                    expected=$1; shift
                    code=0; (ulimit -v 12000000; templedb sql "$@") >out 2>&1 || code=$?
                    head -c 200 out | head -n 1
                    test "$code" = "$expected" || { echo "exit $code instead of $expected"; exit 1; }
                }
                templedb init --quiet
                templedb project create projectname --quiet

                say deaf
                ends 6 "SELECT instr(hex(zeroblob(8000000)), hex(zeroblob(4000000)) || '1')" --timeout 500ms
                say hoard
                many=; for i in $(seq 1 90); do many="$many, hex(zeroblob(8000000 + x + $i))"; done
                ends 6 "WITH n(x) AS (VALUES (1)) SELECT length(max(x$many)) FROM n"
                say stopped
                templedb sql "SELECT instr(hex(zeroblob(8000000)), hex(zeroblob(4000000)) || '1')" >out 2>&1 & query=$!
                until grep -qz sql-guard /proc/$query/task/*/comm 2>/dev/null; do sleep 0.1; done
                kill -s INT $query 2>/dev/null || true; kill -s TERM $query
                wait $query || echo "exit $?"
                say reader
                { templedb sql "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n" --mode list || true; } | head -n 2

                say delete
                templedb sql --write "DELETE FROM projects WHERE slug = 'projectname'" --yes --format csv --quiet
                templedb sql "SELECT count(*) FROM project_list" --mode quote
                templedb undo
                templedb sql --as templedb "SELECT slug FROM projects" --mode quote
                templedb audit verify --quiet >/dev/null
                """);

        assertThat(said).isEqualTo("""
                == deaf
                Error TDB-1311: The query was stopped after its time limit of 500 ms.
                == hoard
                Error TDB-1311: The query was stopped at its memory limit of 201326592 bytes.
                == stopped
                exit 143
                == reader
                x
                1
                == delete
                change,project,names
                remove,projectname,[]
                'count(*)'
                0
                projectname is back.
                'slug'
                'projectname'
                """);
        assertThat(work.resolveSibling("tmp")).isEmptyDirectory();
    }
}
