-- The tables that the JSON files of a .cathedral directory, format 1.0.0, mirror: schema version 7 of TempleDB.
-- For people and tools that load a package into a database of their own; importing a package does not read it.

CREATE TABLE projects (
    slug           TEXT NOT NULL PRIMARY KEY,
    name           TEXT NOT NULL,
    description    TEXT,
    repository_url TEXT,
    default_branch TEXT,
    git_ref        TEXT,
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,
    metadata       TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE files (
    file_id         INTEGER PRIMARY KEY,
    file_path       TEXT NOT NULL UNIQUE,
    file_type       TEXT NOT NULL,
    lines_of_code   INTEGER NOT NULL,
    file_size_bytes INTEGER NOT NULL,
    hash_sha256     TEXT NOT NULL,
    version_number  INTEGER NOT NULL,
    author          TEXT,
    created_at      TEXT NOT NULL,
    metadata        TEXT NOT NULL DEFAULT '{}',
    content         BLOB NOT NULL
);

CREATE TABLE branches (
    id               INTEGER PRIMARY KEY,
    branch_name      TEXT NOT NULL UNIQUE,
    parent_branch_id INTEGER REFERENCES branches (id),
    is_default       INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    created_at       TEXT NOT NULL
);

CREATE TABLE commits (
    id               INTEGER PRIMARY KEY,
    branch_id        INTEGER NOT NULL REFERENCES branches (id),
    parent_commit_id INTEGER REFERENCES commits (id),
    commit_hash      TEXT NOT NULL UNIQUE,
    author           TEXT NOT NULL,
    author_email     TEXT,
    commit_message   TEXT NOT NULL,
    commit_timestamp TEXT NOT NULL
);

CREATE TABLE tags (
    id        INTEGER PRIMARY KEY,
    tag_name  TEXT NOT NULL UNIQUE,
    commit_id INTEGER NOT NULL REFERENCES commits (id)
);
