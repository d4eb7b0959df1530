-- up
-- What source files define and import, by git id and language, each parsed once by a version of the reader. symbols and imports
-- are lines with tabs between their fields; they are null for files that are not parsed, because they are too large.
CREATE TABLE code_facts (
    blob           BLOB NOT NULL,
    language       TEXT NOT NULL,
    reader         INTEGER NOT NULL,
    whole          INTEGER NOT NULL,
    symbol_count   INTEGER NOT NULL,
    function_count INTEGER NOT NULL,
    import_count   INTEGER NOT NULL,
    complexity     INTEGER NOT NULL,
    symbols        TEXT,
    imports        TEXT,
    PRIMARY KEY (blob, language)
) STRICT, WITHOUT ROWID;

CREATE VIEW project_code AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, f.language, c.symbol_count AS symbols, c.function_count AS functions,
       c.import_count AS imports, c.complexity AS highest_complexity
  FROM files f JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
       JOIN code_facts c ON c.blob = f.blob AND c.language = f.language
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_code;
DROP TABLE code_facts;
