-- The Python tool's projects.
CREATE TEMP TRIGGER projects_update INSTEAD OF UPDATE ON projects
BEGIN
    SELECT RAISE (ABORT, 'this column of projects cannot be changed') WHERE NEW.id IS NOT OLD.id
        OR NEW.repo_url IS NOT OLD.repo_url
        OR NEW.default_branch IS NOT OLD.default_branch
        OR NEW.git_ref IS NOT OLD.git_ref
        OR NEW.created_at IS NOT OLD.created_at
        OR NEW.updated_at IS NOT OLD.updated_at;
    INSERT INTO wanted (action, project_id, name, value)
    SELECT 'edit', OLD.id, c.field, c.wanted
      FROM (
            SELECT 'slug' AS field, NEW.slug AS wanted, OLD.slug AS present
            UNION ALL SELECT 'name', NEW.name, OLD.name
            UNION ALL SELECT 'description', NEW.description, OLD.description
            UNION ALL SELECT 'repository_url', NEW.repository_url, OLD.repository_url
            UNION ALL SELECT 'working_directory', NEW.project_path, OLD.project_path
            UNION ALL SELECT 'visibility', NEW.visibility, OLD.visibility
            UNION ALL SELECT 'status', NEW.status, OLD.status
            UNION ALL SELECT 'license', NEW.license, OLD.license
            UNION ALL SELECT 'owner', NEW.owner, OLD.owner
            UNION ALL SELECT 'language', NEW.language, OLD.language
            UNION ALL SELECT 'metadata', NEW.metadata, OLD.metadata) AS c
     WHERE c.wanted IS NOT c.present;
END;
CREATE TEMP TRIGGER projects_delete INSTEAD OF DELETE ON projects
BEGIN
    INSERT INTO wanted (action, project_id) VALUES ('remove', OLD.id);
END;
CREATE TEMP TRIGGER projects_insert INSTEAD OF INSERT ON projects
BEGIN
    INSERT INTO wanted (action, name, value)
    VALUES ('create', coalesce(NEW.slug, ''),
            json_object('name', NEW.name, 'description', NEW.description, 'repository_url', NEW.repository_url,
                         'working_directory', NEW.project_path, 'visibility', NEW.visibility, 'status', NEW.status,
                         'license', NEW.license, 'owner', NEW.owner, 'language', NEW.language,
                         'metadata', CASE WHEN json_valid(NEW.metadata) THEN json(NEW.metadata) ELSE NEW.metadata END));
END;
