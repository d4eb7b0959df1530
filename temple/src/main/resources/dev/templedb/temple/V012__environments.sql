-- up
-- Nix environments of projects, every version of each. text is null where the environment was removed; when and who are null for
-- what came in a package.
CREATE TABLE environment_versions (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    name       TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version > 0),
    text       TEXT,
    how        TEXT NOT NULL CHECK (how IN ('add', 'edit', 'generate', 'import', 'remove')),
    changed_at TEXT,
    changed_by TEXT,
    PRIMARY KEY (project_id, name, version)
) STRICT;

CREATE VIEW project_environments AS
SELECT p.slug AS project, e.name, e.version, e.text, e.how, e.changed_at, e.changed_by
  FROM environment_versions e JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL AND e.text IS NOT NULL
   AND e.version = (SELECT max(version) FROM environment_versions l WHERE l.project_id = e.project_id AND l.name = e.name);

-- down
DROP VIEW project_environments;
DROP TABLE environment_versions;
