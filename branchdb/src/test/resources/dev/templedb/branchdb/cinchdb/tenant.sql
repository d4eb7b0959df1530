PRAGMA journal_mode = WAL;
CREATE TABLE teams (id TEXT PRIMARY KEY NOT NULL, created_at TEXT NOT NULL, updated_at TEXT, name TEXT);
CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL, created_at TEXT NOT NULL, updated_at TEXT, email TEXT UNIQUE, active BOOLEAN,
    team_id TEXT REFERENCES teams(id) ON DELETE CASCADE);
CREATE INDEX idx_users_active ON users (active);
CREATE VIEW active_users AS SELECT * FROM users WHERE active;
