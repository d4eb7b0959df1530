-- up
CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row is one project. removed_at is set while a removed project can still be brought back (`templedb undo`).
CREATE TABLE projects (
    project_id        INTEGER PRIMARY KEY,
    uuid              TEXT NOT NULL UNIQUE,
    slug              TEXT NOT NULL COLLATE NOCASE,
    name              TEXT NOT NULL,
    description       TEXT,
    kind              TEXT NOT NULL DEFAULT 'project' CHECK (kind IN ('project', 'template')),
    visibility        TEXT NOT NULL DEFAULT 'private' CHECK (visibility IN ('public', 'internal', 'private')),
    status            TEXT NOT NULL DEFAULT 'active',
    license           TEXT,
    owner             TEXT,
    companion_ai      TEXT NOT NULL DEFAULT 'numa',
    repository_url    TEXT,
    upstream_url      TEXT,
    working_directory TEXT,
    language          TEXT,
    metadata          TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
    blueprint         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(blueprint)),
    -- members of an imported package that this version does not know: {"manifest": {}, "project": {}}
    unknown_fields    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(unknown_fields)),
    created_by        TEXT NOT NULL DEFAULT '',
    created_at        TEXT NOT NULL,
    updated_at        TEXT NOT NULL,
    last_activity_at  TEXT NOT NULL,
    -- what HEAD points to: a branch by its full name, or a commit
    head_ref          TEXT,
    head_commit       BLOB,
    -- where `project sync` reads from, and how: {"history": true, "exclude": []}
    source            TEXT,
    source_options    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(source_options)),
    -- the last recorded state; null until the first one is asked for
    state_root        BLOB,
    rev               INTEGER NOT NULL DEFAULT 1,
    removed_at        TEXT,
    CHECK ((head_ref IS NULL) OR (head_commit IS NULL))
) STRICT;
CREATE UNIQUE INDEX projects_by_slug ON projects (slug) WHERE removed_at IS NULL;

CREATE TABLE project_tags (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    tag        TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (project_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_tags_by_tag ON project_tags (tag);

-- Documents that travel with a project but are not part of its history; the bytes are pieces in frames.
CREATE TABLE project_documents (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL,
    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
    PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

-- Every state that was recorded (exported, imported, synced), as canonical JSON.
CREATE TABLE states (
    project_id  INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    root        BLOB NOT NULL CHECK (length(root) = 32),
    json        BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (project_id, root)
) STRICT, WITHOUT ROWID;

-- Compressed frames; data comes last so that the other columns are read without it.
CREATE TABLE frames (
    frame_no  INTEGER PRIMARY KEY,
    sha256    BLOB NOT NULL CHECK (length(sha256) = 32),
    raw_bytes INTEGER NOT NULL,
    layout    BLOB NOT NULL,
    data      BLOB NOT NULL
) STRICT;

-- Where each object is. id is a git id (20 bytes), or for a piece its SHA-256 (32 bytes; then sha256 is null).
CREATE TABLE objects (
    id       BLOB NOT NULL PRIMARY KEY,
    frame_no INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    sha256   BLOB
) STRICT, WITHOUT ROWID;

-- Which objects a project reaches: all of a frame (live is null), or those whose bits are set.
CREATE TABLE project_frames (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    frame_no   INTEGER NOT NULL REFERENCES frames,
    live       BLOB,
    PRIMARY KEY (project_id, frame_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_frames_by_frame ON project_frames (frame_no);

-- Branches, tags and other refs by their full names. commit_id is the commit that the target leads to, if it leads to one.
CREATE TABLE refs (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL,
    target     BLOB NOT NULL CHECK (length(target) = 20),
    commit_id  BLOB,
    PRIMARY KEY (project_id, name)
) STRICT, WITHOUT ROWID;

-- Commits whose parents are not here, because the history came from a shallow repository.
CREATE TABLE shallow_commits (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    commit_id  BLOB NOT NULL,
    PRIMARY KEY (project_id, commit_id)
) STRICT, WITHOUT ROWID;

-- What the commit objects say, for queries; parents have smaller numbers than children. Times are seconds since 1970, zones minutes.
CREATE TABLE commits (
    project_id      INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    commit_no       INTEGER NOT NULL,
    commit_id       BLOB NOT NULL CHECK (length(commit_id) = 20),
    tree_id         BLOB NOT NULL,
    author_name     TEXT NOT NULL,
    author_email    TEXT NOT NULL,
    authored_at     INTEGER NOT NULL,
    author_zone     INTEGER NOT NULL,
    committer_name  TEXT NOT NULL,
    committer_email TEXT NOT NULL,
    committed_at    INTEGER NOT NULL,
    committer_zone  INTEGER NOT NULL,
    signed          INTEGER NOT NULL,
    message         TEXT NOT NULL,
    PRIMARY KEY (project_id, commit_no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX commits_by_id ON commits (project_id, commit_id);

CREATE TABLE commit_parents (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    commit_no  INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    parent_no  INTEGER NOT NULL,
    PRIMARY KEY (project_id, commit_no, position)
) STRICT, WITHOUT ROWID;

-- Every path that a project has or had, as bytes: git's names need not be UTF-8.
CREATE TABLE paths (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    path_no    INTEGER NOT NULL,
    path       BLOB NOT NULL,
    PRIMARY KEY (project_id, path_no)
) STRICT, WITHOUT ROWID;

-- What each commit changed against its first parent. mode 0 and no blob: the path was deleted.
CREATE TABLE commit_changes (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    path_no    INTEGER NOT NULL,
    commit_no  INTEGER NOT NULL,
    mode       INTEGER NOT NULL,
    blob       BLOB,
    PRIMARY KEY (project_id, path_no, commit_no)
) STRICT, WITHOUT ROWID;

-- The files of the tree that HEAD names, with what their contents say.
CREATE TABLE files (
    project_id    INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    path_no       INTEGER NOT NULL,
    mode          INTEGER NOT NULL,
    blob          BLOB NOT NULL,
    bytes         INTEGER NOT NULL,
    type          TEXT NOT NULL,
    language      TEXT,
    is_binary     INTEGER NOT NULL,
    lines         INTEGER NOT NULL,
    code_lines    INTEGER NOT NULL,
    comment_lines INTEGER NOT NULL,
    blank_lines   INTEGER NOT NULL,
    complexity    INTEGER NOT NULL,
    PRIMARY KEY (project_id, path_no)
) STRICT, WITHOUT ROWID;

-- What a destroying command took away, for 30 days.
CREATE TABLE undo_log (
    undo_id     INTEGER PRIMARY KEY,
    done_at     TEXT NOT NULL,
    action      TEXT NOT NULL CHECK (action IN ('remove', 'overwrite')),
    project_id  INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    replaced_by INTEGER REFERENCES projects ON DELETE SET NULL,
    summary     TEXT NOT NULL
) STRICT;

-- Views for people: ids as hexadecimal text, times as ISO 8601, paths as text, and only projects that are not removed.
CREATE VIEW project_list AS
SELECT slug, name, description, kind, visibility, status, license, owner, companion_ai, repository_url, upstream_url,
       working_directory, language, metadata, blueprint, created_by, created_at, updated_at, last_activity_at,
       coalesce(head_ref, nullif(lower(hex(head_commit)), '')) AS head, nullif(lower(hex(state_root)), '') AS content_root, uuid, project_id
  FROM projects
 WHERE removed_at IS NULL;

CREATE VIEW project_refs AS
SELECT p.slug AS project, r.name AS ref, lower(hex(r.target)) AS target, nullif(lower(hex(r.commit_id)), '') AS commit_id,
       CASE WHEN r.name LIKE 'refs/heads/%' THEN 'branch' WHEN r.name LIKE 'refs/tags/%' THEN 'tag' ELSE 'other' END AS kind
  FROM refs r JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE VIEW project_commits AS
SELECT p.slug AS project, c.commit_no, lower(hex(c.commit_id)) AS commit_id, lower(hex(c.tree_id)) AS tree_id,
       c.author_name, c.author_email, strftime('%Y-%m-%dT%H:%M:%SZ', c.authored_at, 'unixepoch') AS authored_at,
       c.committer_name, c.committer_email, strftime('%Y-%m-%dT%H:%M:%SZ', c.committed_at, 'unixepoch') AS committed_at,
       c.signed, c.message,
       (SELECT count(*) FROM commit_parents cp WHERE cp.project_id = c.project_id AND cp.commit_no = c.commit_no) AS parents
  FROM commits c JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE VIEW project_files AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, printf('%06o', f.mode) AS mode, lower(hex(f.blob)) AS blob,
       nullif(lower(hex(o.sha256)), '') AS sha256, f.bytes, f.type, f.language, f.is_binary, f.lines, f.code_lines, f.comment_lines,
       f.blank_lines, f.complexity
  FROM files f JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
       LEFT JOIN objects o ON o.id = f.blob
 WHERE p.removed_at IS NULL;

CREATE VIEW project_changes AS
SELECT p.slug AS project, lower(hex(c.commit_id)) AS commit_id, c.commit_no, CAST(t.path AS TEXT) AS path,
       CASE WHEN h.blob IS NULL THEN 'deleted' ELSE 'written' END AS change, printf('%06o', h.mode) AS mode,
       nullif(lower(hex(h.blob)), '') AS blob, strftime('%Y-%m-%dT%H:%M:%SZ', c.committed_at, 'unixepoch') AS committed_at,
       c.author_name, c.author_email
  FROM commit_changes h JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
       JOIN commits c USING (project_id, commit_no)
 WHERE p.removed_at IS NULL;

CREATE VIEW project_statistics AS
SELECT p.slug AS project, f.language, f.type, count(*) AS files, sum(f.bytes) AS bytes, sum(f.lines) AS lines,
       sum(f.code_lines) AS code_lines, sum(f.comment_lines) AS comment_lines, sum(f.complexity) AS complexity
  FROM files f JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL
 GROUP BY p.slug, f.language, f.type;

CREATE VIEW project_states AS
SELECT p.slug AS project, lower(hex(s.root)) AS content_root, CAST(s.json AS TEXT) AS state, s.recorded_at
  FROM states s JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_states;
DROP VIEW project_statistics;
DROP VIEW project_changes;
DROP VIEW project_files;
DROP VIEW project_commits;
DROP VIEW project_refs;
DROP VIEW project_list;
DROP TABLE undo_log;
DROP TABLE files;
DROP TABLE commit_changes;
DROP TABLE paths;
DROP TABLE commit_parents;
DROP TABLE commits;
DROP TABLE shallow_commits;
DROP TABLE refs;
DROP TABLE project_frames;
DROP TABLE objects;
DROP TABLE frames;
DROP TABLE states;
DROP TABLE project_documents;
DROP TABLE project_tags;
DROP TABLE projects;
DROP TABLE settings;
