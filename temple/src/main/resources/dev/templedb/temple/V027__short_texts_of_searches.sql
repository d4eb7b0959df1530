-- up
-- The index for searches knows ends of lines and long rows of digits, capitals and the like, so that texts of one or two characters and
-- expressions such as [0-9a-f]{40} need not read all files. It is made anew with the next search.
INSERT INTO text_index (text_index) VALUES ('delete-all');
DELETE FROM indexed_texts;
DELETE FROM text_blocks;
INSERT OR REPLACE INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);

-- down
INSERT INTO text_index (text_index) VALUES ('delete-all');
DELETE FROM indexed_texts;
DELETE FROM text_blocks;
INSERT OR REPLACE INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);
