-- Which project the signature of a version names, in lower case, as it was called when it was signed. Without it a
-- signature covers the state alone.
ALTER TABLE project_versions ADD COLUMN signed_project text;
