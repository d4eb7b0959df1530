-- up
-- Directories that projects are checked out to, and everything that is known about them but their marker file.
-- base_commit is the commit whose files were written there; null before the first commit of a project. head_ref is the branch that
-- a commit made there moves; null: a commit there moves no branch. tracked holds the files as the last look found them; rev counts
-- its changes.
CREATE TABLE checkouts (
    checkout_id   INTEGER PRIMARY KEY,
    uuid          TEXT NOT NULL UNIQUE,
    project_id    INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    directory     BLOB NOT NULL,
    head_ref      TEXT,
    base_commit   BLOB,
    tracked       BLOB NOT NULL,
    rev           INTEGER NOT NULL DEFAULT 0,
    -- an unfinished merge or revert: what is merged, and the message that its commit will have
    merge_kind    TEXT CHECK (merge_kind IN ('merge', 'revert')),
    merge_commit  BLOB,
    merge_message TEXT,
    created_at    TEXT NOT NULL,
    CHECK (head_ref IS NOT NULL OR base_commit IS NOT NULL)
) STRICT;
CREATE INDEX checkouts_by_project ON checkouts (project_id);

-- Paths that a merge could not decide. A mode is null where that side has no such file.
CREATE TABLE checkout_conflicts (
    checkout_id INTEGER NOT NULL REFERENCES checkouts ON DELETE CASCADE,
    path        BLOB NOT NULL,
    kind        TEXT NOT NULL,
    base_mode   INTEGER,
    base_blob   BLOB,
    our_mode    INTEGER,
    our_blob    BLOB,
    their_mode  INTEGER,
    their_blob  BLOB,
    PRIMARY KEY (checkout_id, path)
) STRICT, WITHOUT ROWID;

-- What is being written to a directory. Rows that are there when nobody holds the directory were left by a run that was killed:
-- the next command goes on where it stopped. mode 0: no file.
CREATE TABLE checkout_writes (
    checkout_id INTEGER NOT NULL REFERENCES checkouts ON DELETE CASCADE,
    path        BLOB NOT NULL,
    old_mode    INTEGER NOT NULL,
    old_blob    BLOB,
    new_mode    INTEGER NOT NULL,
    new_blob    BLOB,
    PRIMARY KEY (checkout_id, path)
) STRICT, WITHOUT ROWID;

-- Contents that no commit has yet: staged ones, and what was thrown away and can be brought back. In parts of at most 1 MiB.
CREATE TABLE checkout_contents (
    checkout_id INTEGER NOT NULL REFERENCES checkouts ON DELETE CASCADE,
    blob        BLOB NOT NULL,
    part        INTEGER NOT NULL,
    bytes       BLOB NOT NULL,
    PRIMARY KEY (checkout_id, blob, part)
) STRICT;

-- Files as they were before changes to them were thrown away.
CREATE TABLE checkout_saves (
    checkout_id INTEGER NOT NULL REFERENCES checkouts ON DELETE CASCADE,
    save_no     INTEGER NOT NULL,
    saved_at    TEXT NOT NULL,
    path        BLOB NOT NULL,
    mode        INTEGER NOT NULL,
    blob        BLOB NOT NULL,
    PRIMARY KEY (checkout_id, save_no, path)
) STRICT, WITHOUT ROWID;

-- Branches that were deleted; keeper is a project, removed from the beginning, that keeps their objects for as long as they can
-- come back.
CREATE TABLE deleted_branches (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL,
    target     BLOB NOT NULL,
    deleted_at TEXT NOT NULL,
    keeper     INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

CREATE VIEW project_checkouts AS
SELECT p.slug AS project, CAST(c.directory AS TEXT) AS directory, c.head_ref AS branch,
       nullif(lower(hex(c.base_commit)), '') AS commit_id, c.merge_kind AS unfinished,
       (SELECT count(*) FROM checkout_conflicts k WHERE k.checkout_id = c.checkout_id) AS conflicts, c.created_at
  FROM checkouts c JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_checkouts;
DROP TABLE deleted_branches;
DROP TABLE checkout_saves;
DROP TABLE checkout_contents;
DROP TABLE checkout_writes;
DROP TABLE checkout_conflicts;
DROP TABLE checkouts;
