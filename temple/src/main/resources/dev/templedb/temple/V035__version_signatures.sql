-- Under which names of versions a state was published, with the signature of each: packages of that state carry them, so that
-- whoever gets one can tell who has signed the version. Position keeps their order.
-- up
CREATE TABLE version_signatures (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    root       BLOB NOT NULL CHECK (length(root) = 32),
    position   INTEGER NOT NULL,
    project    TEXT NOT NULL,
    version    TEXT NOT NULL,
    armored    TEXT NOT NULL,
    PRIMARY KEY (project_id, root, position)
) STRICT, WITHOUT ROWID;

-- down
DROP TABLE version_signatures;
