-- up
-- What an unfinished merge or revert has written to the directory, packed as `tracked`: giving it up keeps only what differs from it.
ALTER TABLE checkouts ADD COLUMN merge_written BLOB;

-- down
ALTER TABLE checkouts DROP COLUMN merge_written;
