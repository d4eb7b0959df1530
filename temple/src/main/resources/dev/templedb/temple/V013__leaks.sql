-- up
-- Frames whose files were looked through for secrets, and by which rules.
CREATE TABLE scanned_frames (
    frame_no INTEGER PRIMARY KEY REFERENCES frames ON DELETE CASCADE,
    rules    INTEGER NOT NULL
) STRICT;

-- What looks like a secret in the content of a file, masked.
CREATE TABLE blob_findings (
    blob    BLOB NOT NULL,
    number  INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    line    INTEGER NOT NULL,
    excerpt TEXT NOT NULL,
    PRIMARY KEY (blob, number)
) STRICT, WITHOUT ROWID;

-- down
DROP TABLE blob_findings;
DROP TABLE scanned_frames;
