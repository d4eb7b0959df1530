-- up
-- What source files define: one row for each symbol of a file of HEAD that was analyzed.
CREATE VIEW project_symbols AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, f.language, s.value ->> 0 AS kind, s.value ->> 1 AS name,
       CAST(s.value ->> 2 AS INTEGER) AS line, CAST(s.value ->> 3 AS INTEGER) AS end_line,
       CAST(s.value ->> 4 AS INTEGER) AS complexity, CAST(s.value ->> 6 AS INTEGER) AS exported
  FROM files f JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
       JOIN code_facts c ON c.blob = f.blob AND c.language = f.language,
       json_each('[["' || replace(replace(replace(replace(rtrim(c.symbols, char(10)), '\', '\\'), '"', '\"'), char(10), '"],["'),
                                  char(9), '","') || '"]]') s
 WHERE p.removed_at IS NULL AND c.symbols <> '';

-- What source files import, as it stands there.
CREATE VIEW project_imports AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, f.language, CAST(i.value ->> 0 AS INTEGER) AS line, i.value ->> 1 AS target
  FROM files f JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
       JOIN code_facts c ON c.blob = f.blob AND c.language = f.language,
       json_each('[["' || replace(replace(replace(replace(rtrim(c.imports, char(10)), '\', '\\'), '"', '\"'), char(10), '"],["'),
                                  char(9), '","') || '"]]') i
 WHERE p.removed_at IS NULL AND c.imports <> '';

-- What looks like a secret in a file of HEAD, masked.
CREATE VIEW project_findings AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, b.kind, b.line, b.excerpt
  FROM blob_findings b JOIN files f ON f.blob = b.blob JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
 WHERE p.removed_at IS NULL;

-- Who can open the secrets of a project.
CREATE VIEW project_recipients AS
SELECT p.slug AS project, r.key, r.kind, r.comment
  FROM secret_recipients r JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

-- What `templedb undo` can bring back.
CREATE VIEW removed_projects AS
SELECT u.undo_id, p.slug, u.action, u.summary, u.done_at
  FROM undo_log u JOIN projects p USING (project_id);

-- down
DROP VIEW removed_projects;
DROP VIEW project_recipients;
DROP VIEW project_findings;
DROP VIEW project_imports;
DROP VIEW project_symbols;
