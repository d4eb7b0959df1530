-- up
-- Which texts are in the index for searches: contents of files of HEAD, each once for all projects and versions. A row that no file
-- has any more is harmless, and goes with the next `templedb maintain`.
CREATE TABLE indexed_texts (
    doc  INTEGER PRIMARY KEY,
    blob BLOB NOT NULL UNIQUE
) STRICT;

-- Which texts have which three characters in a row, without regard to case. The texts themselves lie in frames.
CREATE VIRTUAL TABLE text_index USING fts5 (content, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram');

CREATE INDEX files_by_blob ON files (blob);
CREATE INDEX files_not_searched ON files (project_id) WHERE is_binary = 1 OR bytes > 4194304;

-- A temple that has files already gets its index with the first search.
INSERT INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);

-- down
DELETE FROM settings WHERE key = 'text_index';
DROP INDEX files_not_searched;
DROP INDEX files_by_blob;
DROP TABLE text_index;
DROP TABLE indexed_texts;
