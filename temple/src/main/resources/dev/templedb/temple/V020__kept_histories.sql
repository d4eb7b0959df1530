-- up
-- 1: not a project was taken away, but history of replaced_by; project_id, removed from the beginning, keeps what it was.
ALTER TABLE undo_log ADD COLUMN of_history INTEGER NOT NULL DEFAULT 0;

DROP VIEW removed_projects;
-- What `templedb undo` can bring back.
CREATE VIEW removed_projects AS
SELECT u.undo_id, p.slug, iif(u.of_history = 1, 'sync', u.action) AS action, u.summary, u.done_at
  FROM undo_log u JOIN projects p USING (project_id);

-- down
DROP VIEW removed_projects;
ALTER TABLE undo_log DROP COLUMN of_history;
CREATE VIEW removed_projects AS
SELECT u.undo_id, p.slug, u.action, u.summary, u.done_at
  FROM undo_log u JOIN projects p USING (project_id);
