PRAGMA page_size = 1024;
PRAGMA journal_mode = WAL;
CREATE TABLE databases (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT, materialized BOOLEAN, maintenance_mode BOOLEAN,
    maintenance_reason TEXT, maintenance_started_at TIMESTAMP, metadata JSON, created_at TIMESTAMP, updated_at TIMESTAMP);
CREATE TABLE branches (
    id TEXT PRIMARY KEY, database_id TEXT NOT NULL, name TEXT NOT NULL, parent_branch TEXT, schema_version TEXT,
    materialized BOOLEAN, maintenance_mode BOOLEAN, metadata JSON, archived_at TIMESTAMP, cdc_enabled BOOLEAN);
CREATE TABLE tenants (
    id TEXT PRIMARY KEY, branch_id TEXT NOT NULL, name TEXT NOT NULL, shard TEXT, materialized BOOLEAN, metadata JSON,
    UNIQUE (branch_id, name));
CREATE TABLE changes (
    id TEXT PRIMARY KEY, database_id TEXT NOT NULL, origin_branch_id TEXT, origin_branch_name TEXT, type TEXT NOT NULL,
    entity_type TEXT NOT NULL, entity_name TEXT NOT NULL, details JSON, sql TEXT, schema_snapshot TEXT);
CREATE TABLE branch_changes (
    branch_id TEXT NOT NULL, branch_name TEXT NOT NULL, change_id TEXT NOT NULL, applied BOOLEAN,
    applied_order INTEGER NOT NULL, PRIMARY KEY (branch_id, change_id));
INSERT INTO databases (id, name, description) VALUES ('d1', 'shop', 'What we sell');
INSERT INTO branches (id, database_id, name, parent_branch)
VALUES ('b1', 'd1', 'main', NULL), ('b2', 'd1', 'feature', 'main');
INSERT INTO tenants (id, branch_id, name, materialized, metadata)
VALUES ('t0', 'b1', '__empty__', 1, NULL), ('t1', 'b1', 'main', 1, NULL), ('t2', 'b1', 'acme', 1, '{"encrypted": false}'),
       ('t3', 'b1', 'lazy', 0, NULL), ('t4', 'b2', 'main', 1, NULL), ('t5', 'b2', 'acme', 1, NULL);
INSERT INTO changes (id, database_id, type, entity_type, entity_name, details, sql, schema_snapshot)
VALUES ('c1', 'd1', 'create_table', 'table', 'teams', '{"columns": []}', 'CREATE TABLE teams (name TEXT)', NULL),
       ('c2', 'd1', 'create_table', 'table', 'users', '{"type": "odd"}', 'CREATE TABLE users (email TEXT)',
        '{"users": [{"name": "id"}, {"name": "email"}], "teams": [{"name": "name"}]}'),
       ('c3', 'd1', 'add_column', 'column', 'users.age', NULL, 'ALTER TABLE users ADD COLUMN age INTEGER', NULL),
       ('c4', 'd1', 'create_table', 'table', 'later', NULL, 'CREATE TABLE later (text TEXT)', NULL);
INSERT INTO branch_changes (branch_id, branch_name, change_id, applied, applied_order)
VALUES ('b1', 'main', 'c1', 1, 1), ('b1', 'main', 'c2', 1, 2), ('b1', 'main', 'c4', 1, 3),
       ('b2', 'feature', 'c1', 1, 1), ('b2', 'feature', 'c2', 1, 2), ('b2', 'feature', 'c3', 1, 3);
