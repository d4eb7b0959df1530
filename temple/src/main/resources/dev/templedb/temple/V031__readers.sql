-- up
-- Keys that somebody else wants to be able to open a project's secrets: those of the people on a server, and those that came with a
-- state that was synced. Nothing is encrypted for one that nobody has confirmed here.
CREATE TABLE reader_keys (
    project_id   INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    key          TEXT NOT NULL,
    -- whose it is by the word of the server; '' for one that came with a state
    person       TEXT NOT NULL DEFAULT '',
    remote_id    INTEGER REFERENCES remotes ON DELETE SET NULL,
    confirmed_at TEXT,
    PRIMARY KEY (project_id, key)
) STRICT, WITHOUT ROWID;

-- Packages that are on their way to a server, so that a run that was cut is gone on with.
CREATE TABLE unfinished_uploads (
    remote_id INTEGER NOT NULL REFERENCES remotes ON DELETE CASCADE,
    owner     TEXT NOT NULL COLLATE NOCASE,
    slug      TEXT NOT NULL COLLATE NOCASE,
    package   BLOB NOT NULL CHECK (length(package) = 32),
    upload    TEXT NOT NULL,
    begun_at  TEXT NOT NULL,
    PRIMARY KEY (remote_id, owner, slug, package)
) STRICT, WITHOUT ROWID;

-- down
DROP TABLE unfinished_uploads;
DROP TABLE reader_keys;
