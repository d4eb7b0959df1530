-- up
-- Parts of packages of a newer version, which nobody here knows: they leave with the next package of the same format as they came.
-- They belong to no state. The bytes are cut into rows of at most 4 MiB, and are there once for all projects.
CREATE TABLE carried_contents (
    sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
    data   BLOB NOT NULL
) STRICT;

CREATE TABLE carried_entries (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    format     TEXT NOT NULL CHECK (format IN ('FILE', 'DIRECTORY')),
    entry_no   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    version    TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    PRIMARY KEY (project_id, format, entry_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE carried_pieces (
    project_id INTEGER NOT NULL,
    format     TEXT NOT NULL,
    entry_no   INTEGER NOT NULL,
    piece_no   INTEGER NOT NULL,
    sha256     BLOB NOT NULL REFERENCES carried_contents,
    PRIMARY KEY (project_id, format, entry_no, piece_no),
    FOREIGN KEY (project_id, format, entry_no) REFERENCES carried_entries ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX carried_pieces_by_content ON carried_pieces (sha256);

CREATE TRIGGER carried_contents_unused AFTER DELETE ON carried_pieces
BEGIN
    DELETE FROM carried_contents
     WHERE sha256 = OLD.sha256 AND NOT EXISTS (SELECT 1 FROM carried_pieces WHERE sha256 = OLD.sha256);
END;

-- down
DROP TRIGGER carried_contents_unused;
DROP TABLE carried_pieces;
DROP TABLE carried_entries;
DROP TABLE carried_contents;
