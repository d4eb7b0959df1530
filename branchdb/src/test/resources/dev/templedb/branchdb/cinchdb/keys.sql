CREATE TABLE __kv (
    key TEXT PRIMARY KEY, value_type TEXT NOT NULL, value_text TEXT, value_number REAL, value_bool BOOLEAN, value_blob BLOB,
    value_json TEXT, value_size INTEGER, expires_at INTEGER, created_at INTEGER, updated_at INTEGER);
INSERT INTO __kv (key, value_type, value_text, value_number, value_bool, value_blob, value_json, expires_at)
VALUES ('n', 'number', NULL, 5, NULL, NULL, NULL, NULL), ('f', 'number', NULL, 1.5, NULL, NULL, NULL, NULL),
       ('t', 'text', 'x', NULL, NULL, NULL, NULL, 4000000000), ('gone', 'text', 'x', NULL, NULL, NULL, NULL, 1000),
       ('b', 'boolean', NULL, NULL, 1, NULL, NULL, NULL), ('y', 'blob', NULL, NULL, NULL, x'0102', NULL, NULL),
       ('j', 'json', NULL, NULL, NULL, NULL, '{"a": [1]}', NULL), ('z', 'null', NULL, NULL, NULL, NULL, NULL, NULL);
