-- up
-- The texts that searches look into, some neighbours together in a compressed block, so that looking into one does not take a
-- whole frame. A copy of what lies in frames: what is missing or damaged here is read there.
CREATE TABLE text_blocks (
    block_no  INTEGER PRIMARY KEY,
    raw_bytes INTEGER NOT NULL,
    data      BLOB NOT NULL
) STRICT;

DROP TABLE indexed_texts;
CREATE TABLE indexed_texts (
    doc      INTEGER PRIMARY KEY,
    blob     BLOB NOT NULL UNIQUE,
    block_no INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    bytes    INTEGER NOT NULL
) STRICT;

-- The last name of each path in small letters, so that a search finds the file that is called like what it looks for.
CREATE INDEX paths_by_name ON paths (
    lower(replace(CAST(path AS TEXT), rtrim(CAST(path AS TEXT), replace(CAST(path AS TEXT), '/', '')), '')));

-- Which hashes of three bytes in a row the blobs of a frame have, and which of its objects are binary, as bits. Made by the first
-- search of the history that looks into the frame.
CREATE TABLE frame_trigrams (
    frame_no INTEGER PRIMARY KEY REFERENCES frames ON DELETE CASCADE,
    bits     BLOB NOT NULL,
    binaries BLOB NOT NULL
) STRICT;

-- Why a content is not parsed: large, minified or slow.
ALTER TABLE code_facts ADD COLUMN skipped TEXT;

-- The index is made anew with the next search.
INSERT INTO text_index (text_index) VALUES ('delete-all');
INSERT OR REPLACE INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);

-- down
ALTER TABLE code_facts DROP COLUMN skipped;
DROP TABLE frame_trigrams;
DROP INDEX paths_by_name;
DROP TABLE indexed_texts;
DROP TABLE text_blocks;
CREATE TABLE indexed_texts (
    doc  INTEGER PRIMARY KEY,
    blob BLOB NOT NULL UNIQUE
) STRICT;
INSERT INTO text_index (text_index) VALUES ('delete-all');
INSERT OR REPLACE INTO settings (key, value) SELECT 'text_index', 'behind' WHERE EXISTS (SELECT 1 FROM files);
