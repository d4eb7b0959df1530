-- up
-- The number of a deleted project is never given again: a program that deletes rows without foreign keys, as sqlite3 does, leaves
-- the rows of other tables behind, and they must not become another project's.
CREATE TRIGGER projects_number_kept
AFTER DELETE ON projects
BEGIN
    INSERT INTO settings (key, value) VALUES ('last_project', OLD.project_id)
    ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), OLD.project_id);
END;

CREATE VIEW next_project AS
SELECT 1 + max(coalesce((SELECT max(project_id) FROM projects), 0),
               coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'last_project'), 0)) AS project_id;

-- down
DROP VIEW next_project;
DROP TRIGGER projects_number_kept;
DELETE FROM settings WHERE key = 'last_project';
