-- The table projects, with all columns, as every command shows it: without what `undo` can bring back.
CREATE TEMP VIEW projects AS
SELECT * FROM main.projects WHERE removed_at IS NULL;
