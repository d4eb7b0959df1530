-- The tables of the designer of user interfaces, with its columns in its order. A template is a project of that kind, an event
-- an entry of the audit log, a metric a sum over the files of a project.
CREATE TEMP VIEW projects AS
SELECT p.project_id AS id, p.name, coalesce(p.working_directory, p.source, '') AS path, p.description, p.created_at, p.updated_at,
       p.metadata
  FROM main.projects p
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW templates AS
SELECT p.project_id AS id, p.name, p.description, coalesce(p.owner, nullif(p.created_by, '')) AS author,
       coalesce(p.metadata ->> 'version', '') AS version, 0 AS downloads, 0.0 AS rating, p.blueprint AS content, p.created_at,
       p.updated_at, p.metadata
  FROM main.projects p
 WHERE p.removed_at IS NULL AND p.kind = 'template';

CREATE TEMP VIEW workflow_events AS
SELECT a.seq AS id, p.project_id, a.done_at AS timestamp, a.action, a.details AS description
  FROM main.audit_log a JOIN main.projects p ON p.slug = a.project AND p.removed_at IS NULL;

CREATE TEMP VIEW analytics AS
WITH sums AS (
    SELECT p.project_id, p.last_activity_at, count(f.path_no) AS files, total(f.bytes) AS bytes, total(f.lines) AS lines,
           total(f.code_lines) AS code_lines, total(f.comment_lines) AS comment_lines, total(f.complexity) AS complexity
      FROM main.projects p LEFT JOIN main.files f USING (project_id)
     WHERE p.removed_at IS NULL
     GROUP BY p.project_id),
metrics AS (
    SELECT 1 AS metric, project_id, 'files' AS metric_name, CAST(files AS REAL) AS metric_value, last_activity_at FROM sums
    UNION ALL SELECT 2, project_id, 'bytes', bytes, last_activity_at FROM sums
    UNION ALL SELECT 3, project_id, 'lines', lines, last_activity_at FROM sums
    UNION ALL SELECT 4, project_id, 'code_lines', code_lines, last_activity_at FROM sums
    UNION ALL SELECT 5, project_id, 'comment_lines', comment_lines, last_activity_at FROM sums
    UNION ALL SELECT 6, project_id, 'complexity', complexity, last_activity_at FROM sums
    UNION ALL SELECT 7, c.project_id, 'commits', CAST(count(*) AS REAL), p.last_activity_at
      FROM main.commits c JOIN main.projects p USING (project_id) WHERE p.removed_at IS NULL GROUP BY c.project_id)
SELECT project_id * 16 + metric AS id, project_id, metric_name, metric_value, last_activity_at AS recorded_at, '{}' AS metadata
  FROM metrics;
