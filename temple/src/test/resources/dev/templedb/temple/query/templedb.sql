-- Per file: 3 separate queries
SELECT * FROM project_files WHERE id = ?;           -- Query 1
SELECT * FROM file_contents WHERE file_id = ?;      -- Query 2
SELECT * FROM file_versions WHERE file_id = ?;      -- Query 3
-- Single query with JOINs for all files
SELECT
    pf.*, fc.*, fv.*
FROM project_files pf
LEFT JOIN file_contents fc ON pf.id = fc.file_id
LEFT JOIN file_versions fv ON pf.id = fv.file_id
WHERE pf.project_id = ?;
