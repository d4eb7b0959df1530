-- What a statement of a person may change. The triggers note it in the table wanted, and the program does it afterwards.
CREATE TEMP TABLE wanted (
    seq        INTEGER PRIMARY KEY,
    action     TEXT NOT NULL,
    project_id INTEGER NOT NULL DEFAULT 0,
    name       TEXT NOT NULL DEFAULT '',
    detail     TEXT NOT NULL DEFAULT '',
    value      TEXT
) STRICT;

CREATE TEMP VIEW project_list AS SELECT * FROM main.project_list;
CREATE TEMP TRIGGER project_list_update INSTEAD OF UPDATE ON project_list
BEGIN
    SELECT RAISE (ABORT, 'this column of project_list cannot be changed') WHERE NEW.created_by IS NOT OLD.created_by
        OR NEW.created_at IS NOT OLD.created_at
        OR NEW.updated_at IS NOT OLD.updated_at
        OR NEW.last_activity_at IS NOT OLD.last_activity_at
        OR NEW.head IS NOT OLD.head
        OR NEW.content_root IS NOT OLD.content_root
        OR NEW.uuid IS NOT OLD.uuid
        OR NEW.project_id IS NOT OLD.project_id;
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
CREATE TEMP TRIGGER project_list_delete INSTEAD OF DELETE ON project_list
BEGIN
    INSERT INTO wanted (action, project_id) VALUES ('remove', OLD.project_id);
END;
CREATE TEMP TRIGGER project_list_insert INSTEAD OF INSERT ON project_list
BEGIN
    INSERT INTO wanted (action, name, value)
    VALUES ('create', coalesce(NEW.slug, ''),
            json_object('name', NEW.name, 'description', NEW.description, 'kind', NEW.kind,
                         'visibility', NEW.visibility, 'status', NEW.status, 'license', NEW.license,
                         'owner', NEW.owner, 'companion_ai', NEW.companion_ai, 'repository_url', NEW.repository_url,
                         'upstream_url', NEW.upstream_url, 'working_directory', NEW.working_directory, 'language', NEW.language,
                         'metadata', CASE WHEN json_valid(NEW.metadata) THEN json(NEW.metadata) ELSE NEW.metadata END, 'blueprint', CASE WHEN json_valid(NEW.blueprint) THEN json(NEW.blueprint) ELSE NEW.blueprint END));
END;

CREATE TEMP VIEW project_tags AS
SELECT t.project_id, t.tag FROM main.project_tags t JOIN main.projects p USING (project_id) WHERE p.removed_at IS NULL;
CREATE TEMP TRIGGER project_tags_insert INSTEAD OF INSERT ON project_tags
BEGIN
    INSERT INTO wanted (action, project_id, name) VALUES ('add tag', NEW.project_id, NEW.tag);
END;
CREATE TEMP TRIGGER project_tags_delete INSTEAD OF DELETE ON project_tags
BEGIN
    INSERT INTO wanted (action, project_id, name) VALUES ('remove tag', OLD.project_id, OLD.tag);
END;
CREATE TEMP TRIGGER project_tags_update INSTEAD OF UPDATE ON project_tags
BEGIN
    INSERT INTO wanted (action, project_id, name) VALUES ('remove tag', OLD.project_id, OLD.tag);
    INSERT INTO wanted (action, project_id, name) VALUES ('add tag', NEW.project_id, NEW.tag);
END;

CREATE TEMP VIEW project_variables AS SELECT * FROM main.project_variables;
CREATE TEMP TRIGGER project_variables_insert INSTEAD OF INSERT ON project_variables
BEGIN
    SELECT RAISE (ABORT, 'there is no such project')
     WHERE NOT EXISTS (SELECT 1 FROM main.projects WHERE slug = NEW.project AND removed_at IS NULL);
    INSERT INTO wanted (action, project_id, name, detail, value)
    SELECT 'set variable', project_id, NEW.name, coalesce(NEW.environment, 'default'), NEW.value
      FROM main.projects WHERE slug = NEW.project AND removed_at IS NULL;
END;
CREATE TEMP TRIGGER project_variables_delete INSTEAD OF DELETE ON project_variables
BEGIN
    INSERT INTO wanted (action, project_id, name, detail)
    SELECT 'remove variable', project_id, OLD.name, OLD.environment
      FROM main.projects WHERE slug = OLD.project AND removed_at IS NULL;
END;
CREATE TEMP TRIGGER project_variables_update INSTEAD OF UPDATE ON project_variables
BEGIN
    SELECT RAISE (ABORT, 'only name and value of a variable can be changed')
     WHERE NEW.project IS NOT OLD.project OR NEW.environment IS NOT OLD.environment OR NEW.changed_at IS NOT OLD.changed_at;
    INSERT INTO wanted (action, project_id, name, detail)
    SELECT 'remove variable', project_id, OLD.name, OLD.environment
      FROM main.projects WHERE slug = OLD.project AND removed_at IS NULL AND NEW.name IS NOT OLD.name;
    INSERT INTO wanted (action, project_id, name, detail, value)
    SELECT 'set variable', project_id, NEW.name, NEW.environment, NEW.value
      FROM main.projects WHERE slug = OLD.project AND removed_at IS NULL AND (NEW.name IS NOT OLD.name OR NEW.value IS NOT OLD.value);
END;
