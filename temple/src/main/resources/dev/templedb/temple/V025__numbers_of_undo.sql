-- up
-- The number of what was undone or forgotten is never given again: whoever has noted it must not undo something else with it. The
-- audit log knows those that were given before.
INSERT OR REPLACE INTO settings (key, value)
SELECT 'last_undo', max(undo_id)
  FROM (SELECT json_extract(details, '$.undo') AS undo_id
          FROM audit_log
         WHERE action IN ('project remove', 'undo') AND json_type(details, '$.undo') = 'integer'
        UNION ALL
        SELECT undo_id FROM undo_log)
HAVING max(undo_id) IS NOT NULL;

CREATE TRIGGER undo_number_kept
AFTER DELETE ON undo_log
BEGIN
    INSERT INTO settings (key, value) VALUES ('last_undo', OLD.undo_id)
    ON CONFLICT (key) DO UPDATE SET value = max(CAST(value AS INTEGER), OLD.undo_id);
END;

CREATE VIEW next_undo AS
SELECT 1 + max(coalesce((SELECT max(undo_id) FROM undo_log), 0),
               coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE key = 'last_undo'), 0)) AS undo_id;

-- down
DROP VIEW next_undo;
DROP TRIGGER undo_number_kept;
DELETE FROM settings WHERE key = 'last_undo';
