-- The projects of the generator of applications.
CREATE TEMP TRIGGER projects_update INSTEAD OF UPDATE ON projects
BEGIN
    SELECT RAISE (ABORT, 'this column of projects cannot be changed') WHERE NEW.created_at IS NOT OLD.created_at
        OR NEW.updated_at IS NOT OLD.updated_at;
    INSERT INTO wanted (action, project_id, name, value)
    SELECT 'edit', (SELECT project_id FROM main.projects WHERE slug = OLD.id AND removed_at IS NULL), c.field, c.wanted
      FROM (
            SELECT 'slug' AS field, NEW.id AS wanted, OLD.id AS present
            UNION ALL SELECT 'name', NEW.name, OLD.name
            UNION ALL SELECT 'description', NEW.description, OLD.description
            UNION ALL SELECT 'status', NEW.status, OLD.status
            UNION ALL SELECT 'metadata', NEW.metadata, OLD.metadata
            UNION ALL SELECT 'blueprint', NEW.blueprint, OLD.blueprint) AS c
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
            json_object('name', NEW.name, 'description', NEW.description, 'status', NEW.status,
                         'metadata', CASE WHEN json_valid(NEW.metadata) THEN json(NEW.metadata) ELSE NEW.metadata END, 'blueprint', CASE WHEN json_valid(NEW.blueprint) THEN json(NEW.blueprint) ELSE NEW.blueprint END));
END;
