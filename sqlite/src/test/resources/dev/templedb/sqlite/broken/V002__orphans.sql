-- up
CREATE TABLE child (project INTEGER NOT NULL REFERENCES project (id)) STRICT;
INSERT INTO child VALUES (99);

-- down
DROP TABLE child;
