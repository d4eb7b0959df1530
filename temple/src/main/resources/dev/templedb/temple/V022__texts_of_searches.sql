-- up
-- Which texts have which three characters in a row, each as a word of its own, written by the program: half the work of the
-- tokenizer `trigram`. Texts in UTF-16 are in it, too. The index is made anew with the next search.
DROP TABLE text_index;
CREATE VIRTUAL TABLE text_index USING fts5 (content, content = '', contentless_delete = 1, detail = 'none', tokenize = 'ascii');
DELETE FROM indexed_texts;
DELETE FROM text_blocks;
DELETE FROM frame_trigrams;
INSERT OR REPLACE INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);

-- down
DROP TABLE text_index;
CREATE VIRTUAL TABLE text_index USING fts5 (content, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram');
DELETE FROM indexed_texts;
DELETE FROM text_blocks;
DELETE FROM frame_trigrams;
INSERT OR REPLACE INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);
