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
    UPDATE project_list
       SET slug = NEW.slug, name = NEW.name, description = NEW.description, kind = NEW.kind, visibility = NEW.visibility,
           status = NEW.status, license = NEW.license, owner = NEW.owner, companion_ai = NEW.companion_ai,
           repository_url = NEW.repository_url, upstream_url = NEW.upstream_url, working_directory = NEW.working_directory,
           language = NEW.language, metadata = NEW.metadata, blueprint = NEW.blueprint
     WHERE project_id = OLD.project_id;
END;
CREATE TEMP TRIGGER projects_delete INSTEAD OF DELETE ON projects
BEGIN
    DELETE FROM project_list WHERE project_id = OLD.project_id;
END;
CREATE TEMP TRIGGER projects_insert INSTEAD OF INSERT ON projects
BEGIN
    INSERT INTO project_list (slug, name, description, kind, visibility, status, license, owner, companion_ai, repository_url,
                              upstream_url, working_directory, language, metadata, blueprint)
    VALUES (NEW.slug, NEW.name, NEW.description, NEW.kind, NEW.visibility, NEW.status, NEW.license, NEW.owner, NEW.companion_ai,
            NEW.repository_url, NEW.upstream_url, NEW.working_directory, NEW.language, NEW.metadata, NEW.blueprint);
END;
