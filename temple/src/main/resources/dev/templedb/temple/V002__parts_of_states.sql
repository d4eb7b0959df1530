-- up
-- Which feature keeps a document in tables of its own and writes it anew when they change; null when nobody does.
ALTER TABLE project_documents ADD COLUMN part TEXT;

-- down
ALTER TABLE project_documents DROP COLUMN part;
