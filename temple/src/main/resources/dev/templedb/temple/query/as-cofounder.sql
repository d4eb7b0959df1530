-- The system tables of the generator of applications, with its columns in its order. A project's id is its slug, a sequence
-- is a deployment and its only node the script of the target, the caches are what was found out about files and projects.
CREATE TEMP VIEW projects AS
SELECT p.slug AS id, p.name, p.description, p.status, p.created_at, p.updated_at, p.metadata, p.blueprint
  FROM main.projects p
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW generation_sequences AS
SELECT printf('%s-%d', p.slug, d.number) AS id, p.slug AS project_id, 'deploy ' || d.kind AS sequence_type,
       CASE d.state WHEN 'running' THEN 'running' WHEN 'succeeded' THEN 'completed' ELSE 'failed' END AS status, d.started_at,
       d.ended_at AS completed_at, CASE WHEN d.state NOT IN ('running', 'succeeded') THEN d.state END AS error_message
  FROM main.deployments d JOIN main.projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW generation_nodes AS
SELECT printf('%s-%d-%s', p.slug, d.number, d.target) AS id, printf('%s-%d', p.slug, d.number) AS sequence_id, d.target AS node_name,
       CASE d.state WHEN 'running' THEN 'running' WHEN 'succeeded' THEN 'completed' ELSE 'failed' END AS status, d.started_at,
       d.ended_at AS completed_at,
       json_object('commit', lower(hex(d.commit_id)), 'exit_code', d.exit_code, 'step', d.step, 'log', d.log) AS result,
       CASE WHEN d.state NOT IN ('running', 'succeeded') THEN d.state END AS error_message
  FROM main.deployments d JOIN main.projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW ast_cache AS
SELECT p.slug || '/' || CAST(t.path AS TEXT) AS project_path,
       json_object('language', c.language, 'symbols', c.symbol_count, 'functions', c.function_count, 'imports', c.import_count,
                   'complexity', c.complexity) AS cache_data,
       p.created_at, p.last_activity_at AS last_accessed
  FROM main.files f JOIN main.projects p USING (project_id) JOIN main.paths t USING (project_id, path_no)
       JOIN main.code_facts c ON c.blob = f.blob AND c.language = f.language
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW project_cache AS
SELECT p.slug AS project_id, CAST(s.json AS TEXT) AS cache_data, length(s.json) AS cache_size, s.recorded_at AS created_at,
       s.recorded_at AS last_updated
  FROM main.states s JOIN main.projects p ON p.project_id = s.project_id AND p.state_root = s.root
 WHERE p.removed_at IS NULL;
