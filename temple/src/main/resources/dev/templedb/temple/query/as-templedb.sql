-- The tables of the Python tool. A file's id holds the project and the path: the same file has the same id as long as the
-- project is there. file_versions has a row for each commit that wrote the file.
CREATE TEMP VIEW projects AS
SELECT p.project_id AS id, p.slug, p.name, p.description, p.repository_url, p.repository_url AS repo_url,
       replace(p.head_ref, 'refs/heads/', '') AS default_branch,
       coalesce(lower(hex(h.commit_id)), nullif(lower(hex(p.head_commit)), '')) AS git_ref,
       p.working_directory AS project_path, p.visibility, p.status, p.license, p.owner, p.language, p.metadata, p.created_at,
       p.updated_at
  FROM main.projects p LEFT JOIN main.refs h ON h.project_id = p.project_id AND h.name = p.head_ref
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW project_files AS
SELECT (f.project_id << 32) | f.path_no AS id, f.project_id, CAST(t.path AS TEXT) AS file_path, f.type AS file_type, f.language,
       f.code_lines AS lines_of_code, f.bytes AS file_size_bytes, nullif(lower(hex(o.sha256)), '') AS hash_sha256,
       printf('%06o', f.mode) AS mode, f.is_binary, f.complexity, 'active' AS status
  FROM main.files f JOIN main.projects p USING (project_id) JOIN main.paths t USING (project_id, path_no)
       LEFT JOIN main.objects o ON o.id = f.blob
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW file_contents AS
SELECT (f.project_id << 32) | f.path_no AS id, (f.project_id << 32) | f.path_no AS file_id,
       CASE WHEN f.is_binary THEN 'binary' ELSE 'text' END AS content_type,
       CASE WHEN f.is_binary OR f.mode = 57344 THEN NULL ELSE CAST(temple_content(f.blob) AS TEXT) END AS content_text,
       CASE WHEN f.is_binary AND f.mode <> 57344 THEN temple_content(f.blob) END AS content_blob,
       'utf-8' AS encoding, f.bytes AS file_size_bytes, f.lines AS line_count, nullif(lower(hex(o.sha256)), '') AS hash_sha256,
       1 AS is_current
  FROM main.files f JOIN main.projects p USING (project_id) LEFT JOIN main.objects o ON o.id = f.blob
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW file_versions AS
SELECT (h.project_id << 32) | h.path_no AS file_id, h.commit_no AS id,
       row_number() OVER (PARTITION BY h.project_id, h.path_no ORDER BY h.commit_no) AS version_number,
       CASE WHEN h.blob IS NULL THEN 'deleted' ELSE 'written' END AS version_type,
       nullif(lower(hex(o.sha256)), '') AS hash_sha256, nullif(lower(hex(h.blob)), '') AS content_hash,
       c.author_name AS author, c.author_email, lower(hex(c.commit_id)) AS commit_hash, c.message AS commit_message,
       strftime('%Y-%m-%dT%H:%M:%SZ', c.committed_at, 'unixepoch') AS created_at
  FROM main.commit_changes h JOIN main.projects p USING (project_id) JOIN main.commits c USING (project_id, commit_no)
       LEFT JOIN main.objects o ON o.id = h.blob
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW vcs_branches AS
SELECT (r.project_id << 32) | row_number() OVER (PARTITION BY r.project_id ORDER BY r.name) AS id, r.project_id,
       substr(r.name, length('refs/heads/') + 1) AS branch_name, NULL AS parent_branch_id, r.name = p.head_ref AS is_default,
       lower(hex(r.commit_id)) AS head_commit
  FROM main.refs r JOIN main.projects p USING (project_id)
 WHERE p.removed_at IS NULL AND r.name LIKE 'refs/heads/%';

CREATE TEMP VIEW vcs_commits AS
SELECT (c.project_id << 32) | c.commit_no AS id, c.project_id, NULL AS branch_id, lower(hex(c.commit_id)) AS commit_hash,
       (SELECT (c.project_id << 32) | m.parent_no FROM main.commit_parents m
         WHERE m.project_id = c.project_id AND m.commit_no = c.commit_no ORDER BY m.position LIMIT 1) AS parent_commit_id,
       c.author_name AS author, c.author_email, c.message AS commit_message,
       strftime('%Y-%m-%dT%H:%M:%SZ', c.committed_at, 'unixepoch') AS commit_timestamp
  FROM main.commits c JOIN main.projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE TEMP VIEW vcs_tags AS
SELECT (r.project_id << 32) | row_number() OVER (PARTITION BY r.project_id ORDER BY r.name) AS id, r.project_id,
       substr(r.name, length('refs/tags/') + 1) AS tag_name,
       (SELECT (c.project_id << 32) | c.commit_no FROM main.commits c
         WHERE c.project_id = r.project_id AND c.commit_id = r.commit_id) AS commit_id
  FROM main.refs r JOIN main.projects p USING (project_id)
 WHERE p.removed_at IS NULL AND r.name LIKE 'refs/tags/%';
