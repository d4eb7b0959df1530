-- up
-- Where projects are deployed to. json is the target as it stands in the document, with members that nobody here knows.
CREATE TABLE deployment_targets (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    json       TEXT NOT NULL,
    PRIMARY KEY (project_id, position),
    UNIQUE (project_id, name)
) STRICT;

-- The document that holds the targets, exactly as it travels.
CREATE TABLE deployment_documents (
    project_id INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    document   TEXT NOT NULL,
    bytes      BLOB NOT NULL
) STRICT;

-- What was deployed. state is 'running' also when templedb was killed: then nobody is who process names. log holds the end of what
-- the script said, with the values of secrets masked. scratch is where the files lay meanwhile.
CREATE TABLE deployments (
    deployment_id INTEGER PRIMARY KEY,
    project_id    INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    target        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('run', 'rollback')),
    commit_id     BLOB NOT NULL,
    ref           TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN
                      ('running', 'succeeded', 'failed', 'timed out', 'unhealthy', 'cancelled', 'interrupted')),
    step          TEXT,
    exit_code     INTEGER,
    who           TEXT NOT NULL,
    started_at    TEXT NOT NULL,
    ended_at      TEXT,
    process       TEXT NOT NULL,
    scratch       TEXT NOT NULL,
    log           TEXT NOT NULL DEFAULT '',
    UNIQUE (project_id, number)
) STRICT;

CREATE VIEW project_targets AS
SELECT p.slug AS project, t.name, t.json ->> 'target_type' AS type, t.json ->> 'host' AS host, t.json ->> 'region' AS region,
       t.json ->> 'script' AS script
  FROM deployment_targets t JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE VIEW project_deployments AS
SELECT p.slug AS project, d.number, d.target, d.kind, lower(hex(d.commit_id)) AS commit_id, d.ref, d.state, d.step, d.exit_code, d.who,
       d.started_at, d.ended_at, d.log
  FROM deployments d JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_deployments;
DROP VIEW project_targets;
DROP TABLE deployments;
DROP TABLE deployment_documents;
DROP TABLE deployment_targets;
