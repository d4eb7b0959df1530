-- up
-- What a command did to values of a project (variables, fields, targets, ...): part says whose, kept holds what they were and became,
-- as JSON. Both are null where a project or a history was taken away.
ALTER TABLE undo_log ADD COLUMN part TEXT;
ALTER TABLE undo_log ADD COLUMN kept TEXT CHECK (json_valid(kept));

DROP VIEW removed_projects;
-- Projects and histories that `templedb undo` can bring back.
CREATE VIEW removed_projects AS
SELECT u.undo_id, p.slug, iif(u.of_history = 1, 'sync', u.action) AS action, u.summary, u.done_at
  FROM undo_log u JOIN projects p USING (project_id)
 WHERE u.part IS NULL;

-- down
DROP VIEW removed_projects;
DELETE FROM undo_log WHERE part IS NOT NULL;
ALTER TABLE undo_log DROP COLUMN kept;
ALTER TABLE undo_log DROP COLUMN part;
CREATE VIEW removed_projects AS
SELECT u.undo_id, p.slug, iif(u.of_history = 1, 'sync', u.action) AS action, u.summary, u.done_at
  FROM undo_log u JOIN projects p USING (project_id);
