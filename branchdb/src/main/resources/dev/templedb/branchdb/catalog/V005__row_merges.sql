-- up
-- The last merge of rows into a branch, which can be taken back. What it changed lies in the files of the tenants.
CREATE TABLE row_merges (
    target  INTEGER PRIMARY KEY REFERENCES branches (id) ON DELETE CASCADE,
    source  TEXT NOT NULL,    -- the name that the source had
    branch  INTEGER NOT NULL, -- the pair whose common state it moved on, which may be gone
    other   INTEGER NOT NULL,
    version INTEGER NOT NULL, -- of the target then
    made_at TEXT NOT NULL
) STRICT;

-- The tenants of a merge, with what both had in common before and since; a tenant that it made had nothing.
CREATE TABLE row_merge_tenants (
    target INTEGER NOT NULL REFERENCES row_merges (target) ON DELETE CASCADE,
    tenant INTEGER NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('NEW', 'CHANGED', 'SAME')),
    base   INTEGER REFERENCES files (id),
    common INTEGER,
    PRIMARY KEY (target, tenant)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_merge_tenants_by_base ON row_merge_tenants (base);

-- Files that stay as they are, because merges of rows are made against them, or will be when one is taken back.
CREATE VIEW frozen_files AS
SELECT file FROM row_bases
UNION ALL
SELECT base FROM row_merge_tenants WHERE base IS NOT NULL;
-- down
DROP VIEW frozen_files;
DROP TABLE row_merge_tenants;
DROP TABLE row_merges;
