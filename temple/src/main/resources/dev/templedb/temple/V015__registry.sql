-- up
-- Who works on a project now (member), and who contributed lately without being in its history (contributor), in the order in which
-- they were named.
CREATE TABLE members (
    project_id INTEGER NOT NULL REFERENCES projects ON DELETE CASCADE,
    role       TEXT NOT NULL CHECK (role IN ('member', 'contributor')),
    name       TEXT NOT NULL COLLATE NOCASE,
    position   INTEGER NOT NULL,
    PRIMARY KEY (project_id, role, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_name ON members (name);

-- What the place said that hosts a project: numbers of open pull requests and issues, stars, and when it was asked.
CREATE TABLE hosting (
    project_id  INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    open_prs    TEXT NOT NULL CHECK (json_valid(open_prs)),
    open_issues TEXT NOT NULL CHECK (json_valid(open_issues)),
    stars       INTEGER,
    last_synced TEXT
) STRICT;

-- The document in which team and hosting facts came with a package, with members that nobody here knows.
CREATE TABLE registry_documents (
    project_id INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    bytes      BLOB NOT NULL
) STRICT;

-- What the working directory of a project was like when it was last looked at.
CREATE TABLE directory_states (
    project_id          INTEGER PRIMARY KEY REFERENCES projects ON DELETE CASCADE,
    directory           TEXT NOT NULL,
    condition           TEXT NOT NULL CHECK (condition IN ('clean', 'changed', 'missing', 'no history', 'unreadable')),
    branch              TEXT,
    last_commit         TEXT,
    last_commit_at      TEXT,
    uncommitted_changes INTEGER,
    problem             TEXT,
    looked_at           TEXT NOT NULL
) STRICT;

-- What projects are found by, and its index, which the triggers keep; it ignores case.
CREATE VIEW project_words AS
SELECT p.project_id, p.slug, p.name, p.description, concat_ws(char(10), p.repository_url, p.upstream_url) AS addresses,
       concat_ws(char(10), p.owner, p.companion_ai,
                 (SELECT group_concat(m.name, char(10)) FROM members m WHERE m.project_id = p.project_id)) AS people,
       concat_ws(char(10), p.language, p.license,
                 (SELECT group_concat(t.tag, char(10)) FROM project_tags t WHERE t.project_id = p.project_id)) AS words
  FROM projects p;

CREATE VIRTUAL TABLE project_texts USING fts5 (slug, name, description, addresses, people, words, tokenize = 'trigram');

INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
SELECT project_id, slug, name, description, addresses, people, words FROM project_words;

CREATE TRIGGER project_texts_added
AFTER INSERT ON projects
BEGIN
    DELETE FROM project_texts WHERE rowid = NEW.project_id;
    INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
    SELECT project_id, slug, name, description, addresses, people, words FROM project_words WHERE project_id = NEW.project_id;
END;

CREATE TRIGGER project_texts_changed
AFTER UPDATE OF slug, name, description, repository_url, upstream_url, owner, companion_ai, language, license ON projects
WHEN (NEW.slug, NEW.name, NEW.description, NEW.repository_url, NEW.upstream_url, NEW.owner, NEW.companion_ai, NEW.language, NEW.license)
     IS NOT
     (OLD.slug, OLD.name, OLD.description, OLD.repository_url, OLD.upstream_url, OLD.owner, OLD.companion_ai, OLD.language, OLD.license)
BEGIN
    DELETE FROM project_texts WHERE rowid = NEW.project_id;
    INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
    SELECT project_id, slug, name, description, addresses, people, words FROM project_words WHERE project_id = NEW.project_id;
END;

CREATE TRIGGER project_texts_removed
AFTER DELETE ON projects
BEGIN
    DELETE FROM project_texts WHERE rowid = OLD.project_id;
END;

CREATE TRIGGER project_texts_tag_added
AFTER INSERT ON project_tags
BEGIN
    DELETE FROM project_texts WHERE rowid = NEW.project_id;
    INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
    SELECT project_id, slug, name, description, addresses, people, words FROM project_words WHERE project_id = NEW.project_id;
END;

CREATE TRIGGER project_texts_tag_removed
AFTER DELETE ON project_tags
BEGIN
    DELETE FROM project_texts WHERE rowid = OLD.project_id;
    INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
    SELECT project_id, slug, name, description, addresses, people, words FROM project_words WHERE project_id = OLD.project_id;
END;

CREATE TRIGGER project_texts_member_added
AFTER INSERT ON members
BEGIN
    DELETE FROM project_texts WHERE rowid = NEW.project_id;
    INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
    SELECT project_id, slug, name, description, addresses, people, words FROM project_words WHERE project_id = NEW.project_id;
END;

CREATE TRIGGER project_texts_member_removed
AFTER DELETE ON members
BEGIN
    DELETE FROM project_texts WHERE rowid = OLD.project_id;
    INSERT INTO project_texts (rowid, slug, name, description, addresses, people, words)
    SELECT project_id, slug, name, description, addresses, people, words FROM project_words WHERE project_id = OLD.project_id;
END;

CREATE VIEW project_members AS
SELECT p.slug AS project, m.name, m.role, m.position
  FROM members m JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE VIEW project_hosting AS
SELECT p.slug AS project, p.repository_url, h.open_prs, h.open_issues, h.stars, h.last_synced
  FROM hosting h JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

CREATE VIEW project_directories AS
SELECT p.slug AS project, d.directory, d.condition, d.branch, d.last_commit, d.last_commit_at, d.uncommitted_changes, d.problem,
       d.looked_at
  FROM directory_states d JOIN projects p USING (project_id)
 WHERE p.removed_at IS NULL;

-- down
DROP VIEW project_directories;
DROP VIEW project_hosting;
DROP VIEW project_members;
DROP TRIGGER project_texts_member_removed;
DROP TRIGGER project_texts_member_added;
DROP TRIGGER project_texts_tag_removed;
DROP TRIGGER project_texts_tag_added;
DROP TRIGGER project_texts_changed;
DROP TRIGGER project_texts_removed;
DROP TRIGGER project_texts_added;
DROP TABLE project_texts;
DROP VIEW project_words;
DROP TABLE directory_states;
DROP TABLE registry_documents;
DROP TABLE hosting;
DROP TABLE members;
