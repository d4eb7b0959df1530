-- up
-- What was deleted and can be brought back. A database or branch goes on under a name that nobody can ask for; a tenant
-- lives on a branch of that kind, of its own, at the version that its branch had.
CREATE TABLE deleted (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT NOT NULL CHECK (kind IN ('DATABASE', 'BRANCH', 'TENANT')),
    database   INTEGER NOT NULL REFERENCES databases (id) ON DELETE CASCADE,
    hidden     INTEGER REFERENCES branches (id) ON DELETE CASCADE, -- the branch that is hidden; NULL for a database
    origin     INTEGER REFERENCES branches (id) ON DELETE CASCADE, -- where a tenant was; NULL for others
    name       TEXT NOT NULL,
    deleted_at TEXT NOT NULL
) STRICT;
CREATE INDEX deleted_by_database ON deleted (database);
CREATE INDEX deleted_by_hidden ON deleted (hidden);
CREATE INDEX deleted_by_origin ON deleted (origin);
-- down
DROP TABLE deleted;
