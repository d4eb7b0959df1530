-- The registry's projects: the column data says everything.
CREATE TEMP TRIGGER projects_update INSTEAD OF UPDATE ON projects
BEGIN
    SELECT RAISE (ABORT, 'this column of projects cannot be changed')
     WHERE NEW.created_at IS NOT OLD.created_at OR NEW.updated_at IS NOT OLD.updated_at;
    INSERT INTO wanted (action, project_id, name, value)
    SELECT 'edit', (SELECT project_id FROM main.projects WHERE slug = OLD.id AND removed_at IS NULL), c.field, c.wanted
      FROM (
            SELECT 'slug' AS field, NEW.id AS wanted, OLD.id AS present
            UNION ALL SELECT 'name', NEW.name, OLD.name
            UNION ALL SELECT 'description', NEW.data ->> '$.metadata.description', OLD.data ->> '$.metadata.description'
            UNION ALL SELECT 'language', NEW.data ->> '$.metadata.language', OLD.data ->> '$.metadata.language'
            UNION ALL SELECT 'repository_url', NEW.data ->> '$.repo', OLD.data ->> '$.repo'
            UNION ALL SELECT 'upstream_url', NEW.data ->> '$.upstream', OLD.data ->> '$.upstream'
            UNION ALL SELECT 'working_directory', NEW.data ->> '$.working_dir', OLD.data ->> '$.working_dir'
            UNION ALL SELECT 'companion_ai', NEW.data ->> '$.companion_ai', OLD.data ->> '$.companion_ai') AS c
     WHERE c.wanted IS NOT c.present;
END;
CREATE TEMP TRIGGER projects_delete INSTEAD OF DELETE ON projects
BEGIN
    INSERT INTO wanted (action, project_id) VALUES ('remove', (SELECT project_id FROM main.projects WHERE slug = OLD.id AND removed_at IS NULL));
END;
CREATE TEMP TRIGGER projects_insert INSTEAD OF INSERT ON projects
BEGIN
    INSERT INTO wanted (action, name, value)
    VALUES ('create', coalesce(NEW.id, ''),
            json_object('name', NEW.name, 'description', NEW.data ->> '$.metadata.description', 'language', NEW.data ->> '$.metadata.language',
                         'repository_url', NEW.data ->> '$.repo', 'upstream_url', NEW.data ->> '$.upstream', 'working_directory', NEW.data ->> '$.working_dir',
                         'companion_ai', NEW.data ->> '$.companion_ai', 'metadata', json(json_remove(coalesce(NEW.data -> '$.metadata', '{}'), '$.description', '$.language'))));
END;
