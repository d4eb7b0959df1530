-- up
-- Signatures that came in a package, by the state that they are of: they leave again with that state and with no other.
CREATE TABLE state_signatures (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    root       BLOB NOT NULL CHECK (length(root) = 32),
    position   INTEGER NOT NULL,
    armored    TEXT NOT NULL,
    PRIMARY KEY (project_id, root, position)
) STRICT, WITHOUT ROWID;

-- down
DROP TABLE state_signatures;
