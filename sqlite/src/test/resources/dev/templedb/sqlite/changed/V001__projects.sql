-- up
CREATE TABLE project (
    id         INTEGER PRIMARY KEY,
    slug       TEXT NOT NULL UNIQUE,
    size       INTEGER,
    content    BLOB,
    created_at TEXT
) STRICT;

-- down
DROP TABLE project;
-- one more line
