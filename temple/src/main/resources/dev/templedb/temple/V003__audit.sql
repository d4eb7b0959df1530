-- up
-- What commands changed, exported or disclosed. Each row covers the hash of the row before it; see dev.templedb.temple.audit.
CREATE TABLE audit_log (
    seq      INTEGER PRIMARY KEY,
    done_at  TEXT NOT NULL,
    who      TEXT NOT NULL,
    action   TEXT NOT NULL,
    project  TEXT,
    details  TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_log_by_project ON audit_log (project, seq);

CREATE VIEW audit_entries AS
SELECT seq, done_at, who, action, project, details, lower(hex(hash)) AS hash
  FROM audit_log;

-- down
DROP VIEW audit_entries;
DROP TABLE audit_log;
