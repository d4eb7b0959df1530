-- up
-- What manifests and lock files say, by git id and format, each read once by a version of the reader. said is deflated JSON;
-- without it, problem says why the file cannot be read.
CREATE TABLE manifests (
    blob    BLOB NOT NULL,
    format  TEXT NOT NULL,
    reader  INTEGER NOT NULL,
    said    BLOB,
    problem TEXT,
    PRIMARY KEY (blob, format)
) STRICT, WITHOUT ROWID;

-- Projects whose dependencies are recorded, and by which version of the reader.
CREATE TABLE dependency_states (
    project_id INTEGER NOT NULL PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    reader     INTEGER NOT NULL
) STRICT;

-- The manifests of the tree that HEAD names.
CREATE TABLE project_manifests (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    path_no    INTEGER NOT NULL,
    blob       BLOB NOT NULL,
    format     TEXT NOT NULL,
    PRIMARY KEY (project_id, path_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX project_manifests_by_blob ON project_manifests (blob);

-- The packages that they stand for, once all manifests of a project were put together; see docs/guides/dependencies.md.
CREATE TABLE dependencies (
    project_id  INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    path_no     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    type        TEXT NOT NULL,
    namespace   TEXT NOT NULL,
    name        TEXT NOT NULL,
    version     TEXT,
    requirement TEXT,
    scope       TEXT NOT NULL,
    direct      INTEGER NOT NULL,
    PRIMARY KEY (project_id, path_no, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX dependencies_by_name ON dependencies (name COLLATE NOCASE);

-- Which packages of a manifest need which, by position.
CREATE TABLE dependency_edges (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    path_no    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    needs      INTEGER NOT NULL,
    PRIMARY KEY (project_id, path_no, position, needs)
) STRICT, WITHOUT ROWID;

CREATE VIEW project_dependencies AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, d.type, nullif(d.namespace, '') AS namespace, d.name, d.version,
       d.requirement, d.scope, d.direct
  FROM dependencies d JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_dependencies;
DROP TABLE dependency_edges;
DROP TABLE dependencies;
DROP TABLE project_manifests;
DROP TABLE dependency_states;
DROP TABLE manifests;
