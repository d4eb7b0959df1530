-- The table projects under its own name: what can be changed of it.
CREATE TEMP VIEW projects AS
SELECT p.project_id, p.slug, p.name, p.description, p.kind, p.visibility, p.status, p.license, p.owner,
       p.companion_ai, p.repository_url, p.upstream_url, p.working_directory, p.language, p.metadata, p.blueprint, p.uuid, p.created_at, p.updated_at
  FROM main.projects p
 WHERE p.removed_at IS NULL;
CREATE TEMP TRIGGER projects_update INSTEAD OF UPDATE ON projects
BEGIN
    SELECT RAISE (ABORT, 'this column of projects cannot be changed') WHERE NEW.project_id IS NOT OLD.project_id
        OR NEW.uuid IS NOT OLD.uuid
        OR NEW.created_at IS NOT OLD.created_at
        OR NEW.updated_at IS NOT OLD.updated_at;
    INSERT INTO wanted (action, project_id, name, value)
    SELECT 'edit', OLD.project_id, c.field, c.wanted
      FROM (
            SELECT 'slug' AS field, NEW.slug AS wanted, OLD.slug AS present
            UNION ALL SELECT 'name', NEW.name, OLD.name
            UNION ALL SELECT 'description', NEW.description, OLD.description
            UNION ALL SELECT 'kind', NEW.kind, OLD.kind
            UNION ALL SELECT 'visibility', NEW.visibility, OLD.visibility
            UNION ALL SELECT 'status', NEW.status, OLD.status
            UNION ALL SELECT 'license', NEW.license, OLD.license
            UNION ALL SELECT 'owner', NEW.owner, OLD.owner
            UNION ALL SELECT 'companion_ai', NEW.companion_ai, OLD.companion_ai
            UNION ALL SELECT 'repository_url', NEW.repository_url, OLD.repository_url
            UNION ALL SELECT 'upstream_url', NEW.upstream_url, OLD.upstream_url
            UNION ALL SELECT 'working_directory', NEW.working_directory, OLD.working_directory
            UNION ALL SELECT 'language', NEW.language, OLD.language
            UNION ALL SELECT 'metadata', NEW.metadata, OLD.metadata
            UNION ALL SELECT 'blueprint', NEW.blueprint, OLD.blueprint) AS c
     WHERE c.wanted IS NOT c.present;
END;
CREATE TEMP TRIGGER projects_delete INSTEAD OF DELETE ON projects
BEGIN
    INSERT INTO wanted (action, project_id) VALUES ('remove', OLD.project_id);
END;
CREATE TEMP TRIGGER projects_insert INSTEAD OF INSERT ON projects
BEGIN
    INSERT INTO wanted (action, name, value)
    VALUES ('create', coalesce(NEW.slug, ''),
            json_object('name', NEW.name, 'description', NEW.description, 'kind', NEW.kind,
                         'visibility', NEW.visibility, 'status', NEW.status, 'license', NEW.license,
                         'owner', NEW.owner, 'companion_ai', NEW.companion_ai, 'repository_url', NEW.repository_url,
                         'upstream_url', NEW.upstream_url, 'working_directory', NEW.working_directory, 'language', NEW.language,
                         'metadata', CASE WHEN json_valid(NEW.metadata) THEN json(NEW.metadata) ELSE NEW.metadata END, 'blueprint', CASE WHEN json_valid(NEW.blueprint) THEN json(NEW.blueprint) ELSE NEW.blueprint END));
END;
