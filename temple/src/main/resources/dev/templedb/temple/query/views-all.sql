-- Tables that also know of removed projects, as every command shows them; `main.` before a name reaches the table.
CREATE TEMP VIEW project_tags AS
SELECT t.project_id, t.tag FROM main.project_tags t JOIN main.projects p USING (project_id) WHERE p.removed_at IS NULL;
