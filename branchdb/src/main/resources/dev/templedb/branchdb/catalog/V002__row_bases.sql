-- up
-- Two branches of which one was forked from the other: their rows can be merged.
CREATE TABLE row_pairs (
    branch INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    other  INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    PRIMARY KEY (branch, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_pairs_by_other ON row_pairs (other);

-- What both of a pair last had in common of a tenant; a tenant without a row had nothing. The file stays as it is.
CREATE TABLE row_bases (
    branch INTEGER NOT NULL,
    other  INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    file   INTEGER NOT NULL REFERENCES files (id),
    PRIMARY KEY (branch, other, tenant),
    FOREIGN KEY (branch, other) REFERENCES row_pairs (branch, other) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX row_bases_by_file ON row_bases (file);

-- What the last merge of rows that was tried met with; values are JSON.
CREATE TABLE row_conflicts (
    source  INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    target  INTEGER NOT NULL REFERENCES branches (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    tenant  TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "key"   TEXT NOT NULL,
    "column" TEXT NOT NULL, -- empty when the whole row is meant
    kind    TEXT NOT NULL,
    base    TEXT NOT NULL,
    ours    TEXT NOT NULL,
    theirs  TEXT NOT NULL,
    PRIMARY KEY (source, target, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_conflicts_by_target ON row_conflicts (target);
-- down
DROP TABLE row_conflicts;
DROP TABLE row_bases;
DROP TABLE row_pairs;
