-- up
-- Who can open the secrets of a project: public keys.
CREATE TABLE secret_recipients (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    key        TEXT NOT NULL,
    kind       TEXT NOT NULL,
    comment    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (project_id, key)
) STRICT, WITHOUT ROWID;

-- Every value that a secret has had, as an age file. The largest version counts; after a removal only the history is left.
CREATE TABLE secret_versions (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL COLLATE NOCASE,
    version    INTEGER NOT NULL,
    ciphertext BLOB NOT NULL,
    -- public keys that open it, and those of recipients who left and knew it: JSON arrays
    recipients TEXT NOT NULL CHECK (json_valid(recipients)),
    exposed_to TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(exposed_to)),
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (project_id, name, version)
) STRICT, WITHOUT ROWID;

CREATE VIEW project_secrets AS
SELECT p.slug AS project, s.name, s.version, json_array_length(s.recipients) AS recipients,
       json_array_length(s.exposed_to) > 0 AS must_rotate, s.changed_at, s.changed_by
  FROM secret_versions s JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL AND s.removed_at IS NULL
   AND s.version = (SELECT max(v.version) FROM secret_versions v WHERE v.project_id = s.project_id AND v.name = s.name);

-- down
DROP VIEW project_secrets;
DROP TABLE secret_versions;
DROP TABLE secret_recipients;
