-- up
-- How the bytes of a file on the disk became its content in commits when its write was planned, such as `text_crlf` or
-- `keep ident`; null where nothing says so. The attributes that lie there may be others by the time somebody goes on.
ALTER TABLE checkout_writes ADD COLUMN old_conversion TEXT;
-- What the operating system said of the file then: its kind, length, times and number; null when the file had to be read.
ALTER TABLE checkout_writes ADD COLUMN old_stat TEXT;
-- Whether the attributes on the disk count more than those of the next commit for what is written.
ALTER TABLE checkout_writes ADD COLUMN by_disk INTEGER NOT NULL DEFAULT 0;

-- down
ALTER TABLE checkout_writes DROP COLUMN by_disk;
ALTER TABLE checkout_writes DROP COLUMN old_stat;
ALTER TABLE checkout_writes DROP COLUMN old_conversion;
