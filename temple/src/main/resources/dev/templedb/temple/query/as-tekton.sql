-- The registry: one row for each project, with all that the registry's file says about it in the column data.
CREATE TEMP VIEW projects AS
SELECT p.slug AS id, p.name,
       json_object(
           'id', p.slug, 'name', p.name, 'repo', p.repository_url, 'upstream', p.upstream_url, 'working_dir', p.working_directory,
           'companion_ai', p.companion_ai, 'created_at', p.created_at, 'last_activity', p.last_activity_at,
           'metadata', json_patch(p.metadata, json_object('description', coalesce(p.description, ''), 'language', p.language,
                                                          'type', coalesce(p.metadata ->> 'type', p.kind))),
           'status', json_object('branch', replace(p.head_ref, 'refs/heads/', ''),
                                 'last_commit', nullif(lower(hex(coalesce(h.commit_id, p.head_commit, x''))), '')),
           'team', json_object('active_members', json(coalesce(p.metadata -> '$.team.active_members', '[]')),
                               'companion_ai', p.companion_ai),
           'github', json(coalesce(p.metadata -> '$.github', '{}'))) AS data,
       p.created_at, p.updated_at
  FROM main.projects p LEFT JOIN main.refs h ON h.project_id = p.project_id AND h.name = p.head_ref
 WHERE p.removed_at IS NULL;
