-- up
-- Where the databases of a project lie. The row decides, directories follow: what it does not name is nobody's.
CREATE TABLE project_databases (
    project_id INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    -- a directory in the folder beside the temple, by a name that is never given again; an absolute path when it is attached
    home       TEXT NOT NULL,
    attached   INTEGER NOT NULL DEFAULT 0,
    -- what the home looked like when it was last asked what travels, and the documents that it gave then, one a line
    stamp      TEXT NOT NULL DEFAULT '',
    documents  TEXT NOT NULL DEFAULT ''
) STRICT;

-- Directories in that folder that projects have moved on from. They are kept as long as what can be undone.
CREATE TABLE left_databases (
    home    TEXT PRIMARY KEY,
    left_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- down
DROP TABLE left_databases;
DROP TABLE project_databases;
