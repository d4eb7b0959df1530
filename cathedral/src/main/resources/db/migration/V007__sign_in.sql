-- /reset is a page, under which no project lies.
INSERT INTO owners (name, kind) VALUES ('reset', 'reserved') ON CONFLICT DO NOTHING;
