-- The projects of the designer of user interfaces; a new one takes its slug from its name.
CREATE TEMP TRIGGER projects_update INSTEAD OF UPDATE ON projects
BEGIN
    SELECT RAISE (ABORT, 'this column of projects cannot be changed') WHERE NEW.id IS NOT OLD.id
        OR NEW.created_at IS NOT OLD.created_at
        OR NEW.updated_at IS NOT OLD.updated_at;
    INSERT INTO wanted (action, project_id, name, value)
    SELECT 'edit', OLD.id, c.field, c.wanted
      FROM (
            SELECT 'name' AS field, NEW.name AS wanted, OLD.name AS present
            UNION ALL SELECT 'description', NEW.description, OLD.description
            UNION ALL SELECT 'working_directory', NEW.path, OLD.path
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
    VALUES ('create', '',
            json_object('name', NEW.name, 'description', NEW.description, 'working_directory', NEW.path,
                         'metadata', CASE WHEN json_valid(NEW.metadata) THEN json(NEW.metadata) ELSE NEW.metadata END));
END;
