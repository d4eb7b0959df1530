-- up
CREATE TABLE file (
    project INTEGER NOT NULL REFERENCES project (id),
    path    TEXT NOT NULL,
    PRIMARY KEY (project, path)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER project_removed BEFORE DELETE ON project BEGIN
    DELETE FROM file WHERE project = old.id;
END;

-- down
DROP TRIGGER project_removed;
DROP TABLE file;
