-- up
-- Variables of projects, in the clear. The environment "default" holds what is the same in all.
CREATE TABLE variables (
    project_id  INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    environment TEXT NOT NULL,
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    PRIMARY KEY (project_id, environment, name)
) STRICT, WITHOUT ROWID;

CREATE VIEW project_variables AS
SELECT p.slug AS project, v.environment, v.name, v.value, v.changed_at
  FROM variables v JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_variables;
DROP TABLE variables;
