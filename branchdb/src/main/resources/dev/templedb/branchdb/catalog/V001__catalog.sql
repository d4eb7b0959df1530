-- up
CREATE TABLE databases (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    maintenance TEXT, -- why writes are refused, or NULL when they are not
    created_at  TEXT NOT NULL
) STRICT;

-- Numbers are never given again, so that `user_version` of a file means one version for ever.
CREATE TABLE schema_versions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    database    INTEGER NOT NULL REFERENCES databases (id) ON DELETE CASCADE,
    predecessor INTEGER REFERENCES schema_versions (id) DEFERRABLE INITIALLY DEFERRED,
    merged_from INTEGER REFERENCES schema_versions (id) DEFERRABLE INITIALLY DEFERRED,
    hash        TEXT NOT NULL,
    model       TEXT NOT NULL,
    steps       TEXT NOT NULL, -- what leads here from the predecessor
    inverse     TEXT NOT NULL, -- what leads from here to the predecessor's schema
    made_at     TEXT NOT NULL
) STRICT;
CREATE INDEX schema_versions_by_database ON schema_versions (database);
CREATE INDEX schema_versions_by_predecessor ON schema_versions (predecessor);
CREATE INDEX schema_versions_by_merged_from ON schema_versions (merged_from);

-- A file is a number, never given again; who uses it is said by tenants.file and branches.template.
CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT
) STRICT;

CREATE TABLE branches (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    database   INTEGER NOT NULL REFERENCES databases (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    parent     TEXT, -- the name of the branch that it was forked from
    forked_at  INTEGER NOT NULL REFERENCES schema_versions (id) DEFERRABLE INITIALLY DEFERRED,
    head       INTEGER NOT NULL REFERENCES schema_versions (id) DEFERRABLE INITIALLY DEFERRED,
    template   INTEGER NOT NULL REFERENCES files (id), -- an empty tenant, which lazy ones are read from and copied from
    protected  INTEGER NOT NULL DEFAULT 0,
    behind     INTEGER NOT NULL DEFAULT 0, -- whether files may be at an older version than head
    created_at TEXT NOT NULL,
    UNIQUE (database, name)
) STRICT;
CREATE INDEX branches_by_head ON branches (head);
CREATE INDEX branches_by_forked_at ON branches (forked_at);
CREATE INDEX branches_by_template ON branches (template);

CREATE TABLE changes (
    branch   INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    version  INTEGER NOT NULL, -- the version that the change led to
    kind     TEXT NOT NULL,
    details  TEXT NOT NULL, -- JSON
    sql      TEXT NOT NULL,
    origin   TEXT, -- the branch that it was merged from
    undone   INTEGER NOT NULL DEFAULT 0,
    made_at  TEXT NOT NULL,
    PRIMARY KEY (branch, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenants (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    branch     INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    file       INTEGER REFERENCES files (id), -- NULL while nothing has been written
    created_at TEXT NOT NULL,
    UNIQUE (branch, name)
) STRICT;
CREATE INDEX tenants_by_file ON tenants (file);
-- down
DROP TABLE tenants;
DROP TABLE changes;
DROP TABLE branches;
DROP TABLE files;
DROP TABLE schema_versions;
DROP TABLE databases;
