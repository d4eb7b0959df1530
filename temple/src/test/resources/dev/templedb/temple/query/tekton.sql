CREATE TABLE projects (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    data JSON NOT NULL,
    created_at TIMESTAMP,
    updated_at TIMESTAMP
)
;
