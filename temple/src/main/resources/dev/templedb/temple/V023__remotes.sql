-- up
-- Places to share with: folders and servers, by name.
CREATE TABLE remotes (
    remote_id INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind      TEXT NOT NULL CHECK (kind IN ('folder', 'server')),
    address   TEXT NOT NULL,
    added_at  TEXT NOT NULL
) STRICT;

-- Which project of a remote a project follows. state is the other side's at the last sync: what either side has changed since
-- follows from it.
CREATE TABLE remote_projects (
    project_id   INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    remote_id    INTEGER NOT NULL REFERENCES remotes ON DELETE CASCADE,
    owner        TEXT NOT NULL,
    slug         TEXT NOT NULL,
    state        BLOB CHECK (state IS NULL OR length(state) = 32),
    with_secrets INTEGER NOT NULL DEFAULT 0 CHECK (with_secrets IN (0, 1)),
    linked_at    TEXT NOT NULL,
    synced_at    TEXT,
    PRIMARY KEY (project_id, remote_id)
) STRICT, WITHOUT ROWID;

-- Every state in which a project of a remote was ever seen, in order: one that comes again is a step back.
CREATE TABLE remote_states (
    remote_id INTEGER NOT NULL REFERENCES remotes ON DELETE CASCADE,
    owner     TEXT NOT NULL COLLATE NOCASE,
    slug      TEXT NOT NULL COLLATE NOCASE,
    root      BLOB NOT NULL CHECK (length(root) = 32),
    seen      INTEGER NOT NULL,
    PRIMARY KEY (remote_id, owner, slug, root)
) STRICT, WITHOUT ROWID;

-- What a project and its remote have both changed, each in its own way. Ours is in force while resolution is null, and the row
-- stays when it is decided.
CREATE TABLE sync_conflicts (
    conflict_id INTEGER PRIMARY KEY,
    project_id  INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    remote_id   INTEGER NOT NULL REFERENCES remotes ON DELETE CASCADE,
    item        TEXT NOT NULL,
    base        BLOB,
    ours        BLOB,
    theirs      BLOB,
    resolution  TEXT CHECK (resolution IN ('ours', 'theirs', 'merged')),
    found_at    TEXT NOT NULL,
    resolved_at TEXT
) STRICT;
CREATE UNIQUE INDEX sync_conflicts_open ON sync_conflicts (project_id, remote_id, item) WHERE resolved_at IS NULL;

-- down
DROP TABLE sync_conflicts;
DROP TABLE remote_states;
DROP TABLE remote_projects;
DROP TABLE remotes;
