-- up
-- The command that a deployment began last: its process, as in process, and after a space the mark that all that it started has inherited.
-- Null before the first.
ALTER TABLE deployments ADD COLUMN command TEXT;

-- down
ALTER TABLE deployments DROP COLUMN command;
