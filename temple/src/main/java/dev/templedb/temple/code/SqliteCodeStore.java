package dev.templedb.temple.code;

import dev.templedb.analysis.symbols.CodeFacts;
import dev.templedb.analysis.symbols.CodeLanguage;
import dev.templedb.analysis.symbols.CodeReader;
import dev.templedb.analysis.symbols.CodeReading;
import dev.templedb.analysis.symbols.CodeSymbol;
import dev.templedb.analysis.symbols.SkipReason;
import dev.templedb.core.GitId;
import dev.templedb.sqlite.Batch;
import dev.templedb.sqlite.Row;
import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.history.FilePath;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The table of what contents define and import, inside one transaction.
final class SqliteCodeStore {
    private static final String FILES = """
            SELECT p.path, f.blob, f.language
              FROM files f JOIN paths p USING (project_id, path_no)
             WHERE f.project_id = ?1 AND f.language IS NOT NULL
             ORDER BY p.path
            """;
    private static final String UNKNOWN = """
            SELECT p.path, f.blob, f.language
              FROM files f JOIN paths p USING (project_id, path_no)
             WHERE f.project_id = ?1 AND f.language IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM code_facts c
                                WHERE c.blob = f.blob AND c.language = f.language AND c.reader = ?2)
            """;
    private static final String ADD = """
            INSERT INTO code_facts (blob, language, reader, whole, symbol_count, function_count, import_count, complexity,
                                    symbols, imports, skipped)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                ON CONFLICT (blob, language) DO UPDATE
               SET reader = excluded.reader, whole = excluded.whole, symbol_count = excluded.symbol_count,
                   function_count = excluded.function_count, import_count = excluded.import_count,
                   complexity = excluded.complexity, symbols = excluded.symbols, imports = excluded.imports,
                   skipped = excluded.skipped
            """;
    private static final String SUMMARY = """
            SELECT f.language, count(c.symbols), sum(c.symbols IS NULL), sum(f.code_lines), coalesce(sum(c.symbol_count), 0),
                   coalesce(sum(c.function_count), 0), coalesce(sum(c.import_count), 0), coalesce(max(c.complexity), 0)
              FROM files f JOIN code_facts c ON c.blob = f.blob AND c.language = f.language
             WHERE f.project_id = ?1
             GROUP BY f.language
             ORDER BY sum(f.code_lines) DESC, f.language
            """;
    private static final String SYMBOLS = """
            SELECT p.path, c.symbols
              FROM files f JOIN paths p USING (project_id, path_no)
                   JOIN code_facts c ON c.blob = f.blob AND c.language = f.language
             WHERE f.project_id = ?1 AND c.symbols IS NOT NULL
             ORDER BY p.path
            """;
    private static final String IMPORTS = """
            SELECT p.path, f.language, c.imports
              FROM files f JOIN paths p USING (project_id, path_no)
                   JOIN code_facts c ON c.blob = f.blob AND c.language = f.language
             WHERE f.project_id = ?1 AND c.imports <> ''
             ORDER BY p.path
            """;
    private static final String SKIPPED = """
            SELECT p.path, f.bytes, c.skipped
              FROM files f JOIN paths p USING (project_id, path_no)
                   JOIN code_facts c ON c.blob = f.blob AND c.language = f.language
             WHERE f.project_id = ?1 AND c.skipped IS NOT NULL
             ORDER BY p.path
            """;
    private static final String FORGET_ORPHANS =
            "DELETE FROM code_facts WHERE NOT EXISTS (SELECT 1 FROM files f WHERE f.blob = code_facts.blob)";

    private final Transaction tx;
    private final long project;

    SqliteCodeStore(Transaction tx, long project) {
        this.tx = tx;
        this.project = project;
    }

    private static Optional<SourceFile> source(Row row) {
        var path = FilePath.of(row.bytes(1));
        return CodeLanguage.of(row.text(3), path.text())
                .map(language -> new SourceFile(path, GitId.ofBytes(row.bytes(2)), language));
    }

    List<SourceFile> files() {
        return tx.query(FILES).bind(1, project).list(SqliteCodeStore::source).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /// Files whose content nobody has parsed yet.
    List<SourceFile> unknown() {
        return tx.query(UNKNOWN).bind(1, project).bind(2, CodeReader.VERSION).list(SqliteCodeStore::source).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    void add(Consumer<BiConsumer<SourceFile, CodeReading>> work) {
        tx.batch(
                ADD,
                batch -> work.accept((file, reading) -> {
                    batch.set(1, file.blob().bytes())
                            .set(2, file.language().linguistName())
                            .set(3, CodeReader.VERSION);
                    switch (reading) {
                        case CodeReading.Parsed(var facts) -> set(batch, facts);
                        case CodeReading.Skipped(var reason) -> setSkipped(batch, reason);
                    }
                    batch.add();
                }));
    }

    private static void set(Batch batch, CodeFacts facts) {
        var symbols = facts.symbols();
        batch.set(4, facts.whole())
                .set(5, symbols.size())
                .set(6, symbols.stream().filter(one -> one.complexity() > 0).count())
                .set(7, facts.imports().size())
                .set(8, symbols.stream().mapToInt(CodeSymbol::complexity).max().orElse(0))
                .set(9, FactsText.symbols(symbols))
                .set(10, FactsText.imports(facts.imports()))
                .set(11, (String) null);
    }

    private static void setSkipped(Batch batch, SkipReason reason) {
        for (int column = 4; column <= 8; column++) {
            batch.set(column, 0);
        }
        batch.set(9, (String) null).set(10, (String) null).set(11, reason.word());
    }

    List<SkippedFile> skipped() {
        return tx.query(SKIPPED)
                .bind(1, project)
                .list(row ->
                        new SkippedFile(FilePath.of(row.bytes(1)), row.longValue(2), SkipReason.ofWord(row.text(3))));
    }

    List<LanguageSummary> summary() {
        return tx.query(SUMMARY)
                .bind(1, project)
                .list(row -> new LanguageSummary(
                        row.text(1),
                        row.longValue(2),
                        row.longValue(3),
                        row.longValue(4),
                        row.longValue(5),
                        row.longValue(6),
                        row.longValue(7),
                        row.longValue(8)));
    }

    void symbols(BiConsumer<FilePath, String> action) {
        tx.query(SYMBOLS).bind(1, project).forEach(row -> action.accept(FilePath.of(row.bytes(1)), row.text(2)));
    }

    /// Receives a file with what it imports.
    @FunctionalInterface
    interface ImportSink {
        void accept(FilePath path, CodeLanguage language, String imports);
    }

    void imports(ImportSink action) {
        tx.query(IMPORTS).bind(1, project).forEach(row -> {
            var path = FilePath.of(row.bytes(1));
            CodeLanguage.of(row.text(2), path.text()).ifPresent(language -> action.accept(path, language, row.text(3)));
        });
    }

    static long forgetOrphans(Transaction tx) {
        return tx.update(FORGET_ORPHANS).execute();
    }
}
