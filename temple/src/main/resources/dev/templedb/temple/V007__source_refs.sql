-- up
-- The refs of a project's source as the last sync saw them, by full name: what either side has changed since follows from them.
CREATE TABLE source_refs (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL,
    target     BLOB NOT NULL CHECK (length(target) = 20),
    PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

INSERT INTO source_refs (project_id, name, target)
SELECT r.project_id, r.name, r.target FROM refs r JOIN projects p USING (project_id) WHERE p.source IS NOT NULL;

-- down
DROP TABLE source_refs;
