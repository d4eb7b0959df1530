-- up
-- Tables, triggers and views as JSON, each kept once: a version says which it has, as lists of numbers in the place of
-- the things. A model of a hundred tables was kept whole for each change of one of them.
CREATE TABLE schema_parts (
    id       INTEGER PRIMARY KEY,
    database INTEGER NOT NULL REFERENCES databases (id) ON DELETE CASCADE,
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX schema_parts_by_database ON schema_parts (database);

INSERT INTO schema_parts (database, text)
SELECT v.database, e.value FROM schema_versions v, json_each(v.model, '$.tables') e
UNION SELECT v.database, e.value FROM schema_versions v, json_each(v.model, '$.triggers') e
UNION SELECT v.database, e.value FROM schema_versions v, json_each(v.model, '$.views') e;
CREATE INDEX schema_parts_by_text ON schema_parts (database, text);
UPDATE schema_versions
   SET model = json_object(
           'tables', json((SELECT json_group_array(p.id ORDER BY e.key)
                              FROM json_each(model, '$.tables') e
                              JOIN schema_parts p ON p.database = schema_versions.database AND p.text = e.value)),
           'triggers', json((SELECT json_group_array(p.id ORDER BY e.key)
                              FROM json_each(model, '$.triggers') e
                              JOIN schema_parts p ON p.database = schema_versions.database AND p.text = e.value)),
           'views', json((SELECT json_group_array(p.id ORDER BY e.key)
                              FROM json_each(model, '$.views') e
                              JOIN schema_parts p ON p.database = schema_versions.database AND p.text = e.value)));
DROP INDEX schema_parts_by_text;

-- In an order that SQLite before 3.44 can say, too: one thing that it cannot read, and it opens no catalogue.
CREATE VIEW schema_models AS
SELECT v.id,
       '{"tables":['
       || coalesce((SELECT group_concat(text, ',')
                    FROM (SELECT coalesce(p.text, 'null') AS text
                            FROM json_each(v.model, '$.tables') e LEFT JOIN schema_parts p ON p.id = e.value
                           ORDER BY e.key)), '')
       || '],"triggers":['
       || coalesce((SELECT group_concat(text, ',')
                    FROM (SELECT coalesce(p.text, 'null') AS text
                            FROM json_each(v.model, '$.triggers') e LEFT JOIN schema_parts p ON p.id = e.value
                           ORDER BY e.key)), '')
       || '],"views":['
       || coalesce((SELECT group_concat(text, ',')
                    FROM (SELECT coalesce(p.text, 'null') AS text
                            FROM json_each(v.model, '$.views') e LEFT JOIN schema_parts p ON p.id = e.value
                           ORDER BY e.key)), '')
       || ']}' AS model
  FROM schema_versions v;
-- down
CREATE TABLE whole_models AS SELECT id, model FROM schema_models;
UPDATE schema_versions SET model = (SELECT m.model FROM whole_models m WHERE m.id = schema_versions.id);
DROP TABLE whole_models;
DROP VIEW schema_models;
DROP TABLE schema_parts;
