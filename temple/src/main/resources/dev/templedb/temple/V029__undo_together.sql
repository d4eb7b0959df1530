-- up
-- What one command did that is undone as one. is_open: 1 while that command is at work, so that what the services note meanwhile becomes
-- part of it; never 1 after its transaction.
CREATE TABLE undo_groups (
    group_id INTEGER PRIMARY KEY,
    summary  TEXT NOT NULL,
    is_open  INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1))
) STRICT;

-- together names the row of undo_groups. audit_seq is the last entry of the audit log that the transaction of the command made: what
-- comes after it was done since.
ALTER TABLE undo_log ADD COLUMN together INTEGER;
ALTER TABLE undo_log ADD COLUMN audit_seq INTEGER;

-- down
DELETE FROM undo_log WHERE part IN ('made', 'slugs', 'branches', 'secrets', 'files');
ALTER TABLE undo_log DROP COLUMN audit_seq;
ALTER TABLE undo_log DROP COLUMN together;
DROP TABLE undo_groups;
