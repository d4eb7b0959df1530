-- The registry: one row for each project, with all that the registry's file says about it in the column data.
CREATE TEMP VIEW projects AS
SELECT p.slug AS id, p.name,
       json_object(
           'id', p.slug, 'name', p.name, 'repo', p.repository_url, 'upstream', p.upstream_url, 'working_dir', p.working_directory,
           'companion_ai', p.companion_ai, 'created_at', p.created_at, 'last_activity', p.last_activity_at,
           'metadata', json_patch(p.metadata, json_object('description', coalesce(p.description, ''), 'language', p.language,
                                                          'type', coalesce(p.metadata ->> 'type', p.kind))),
           'status', json_object('branch', coalesce(d.branch, replace(p.head_ref, 'refs/heads/', '')),
                                 'clean', json(CASE d.condition WHEN 'clean' THEN 'true' WHEN 'changed' THEN 'false' ELSE 'null' END),
                                 'last_commit', coalesce(d.last_commit,
                                                         nullif(lower(hex(coalesce(h.commit_id, p.head_commit, x''))), '')),
                                 'uncommitted_changes', d.uncommitted_changes),
           'team', json_object('active_members', (SELECT json_group_array(m.name ORDER BY m.position) FROM main.members m
                                                   WHERE m.project_id = p.project_id AND m.role = 'member'),
                               'companion_ai', p.companion_ai,
                               'recent_contributors', (SELECT json_group_array(m.name ORDER BY m.position) FROM main.members m
                                                        WHERE m.project_id = p.project_id AND m.role = 'contributor')),
           'github', json_object('open_prs', json(coalesce(g.open_prs, '[]')), 'open_issues', json(coalesce(g.open_issues, '[]')),
                                 'stars', g.stars, 'last_synced', g.last_synced)) AS data,
       p.created_at, p.updated_at
  FROM main.projects p LEFT JOIN main.refs h ON h.project_id = p.project_id AND h.name = p.head_ref
       LEFT JOIN main.hosting g ON g.project_id = p.project_id
       LEFT JOIN main.directory_states d ON d.project_id = p.project_id
 WHERE p.removed_at IS NULL;
