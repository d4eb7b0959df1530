CREATE TABLE projects (
    id INTEGER PRIMARY KEY,
    name VARCHAR(255) UNIQUE NOT NULL,
    path VARCHAR(512) NOT NULL,
    description TEXT,
    created_at DATETIME,
    updated_at DATETIME,
    metadata JSON
);
CREATE INDEX ix_projects_name ON projects(name);

CREATE TABLE templates (
    id INTEGER PRIMARY KEY,
    name VARCHAR(255) UNIQUE NOT NULL,
    description TEXT,
    author VARCHAR(255),
    version VARCHAR(50),
    downloads INTEGER DEFAULT 0,
    rating REAL DEFAULT 0.0,
    content TEXT NOT NULL,
    created_at DATETIME,
    updated_at DATETIME,
    metadata JSON
);
CREATE INDEX ix_templates_name ON templates(name);

CREATE TABLE workflow_events (
    id INTEGER PRIMARY KEY,
    project_id INTEGER NOT NULL,
    timestamp DATETIME,
    action VARCHAR(100) NOT NULL,
    description TEXT,
    FOREIGN KEY (project_id) REFERENCES projects(id)
);
CREATE INDEX ix_workflow_events_project_id ON workflow_events(project_id);
CREATE INDEX ix_workflow_events_timestamp ON workflow_events(timestamp);

CREATE TABLE analytics (
    id INTEGER PRIMARY KEY,
    project_id INTEGER,
    metric_name VARCHAR(100) NOT NULL,
    metric_value REAL NOT NULL,
    recorded_at DATETIME,
    metadata JSON,
    FOREIGN KEY (project_id) REFERENCES projects(id)
);
CREATE INDEX ix_analytics_project_id ON analytics(project_id);
CREATE INDEX ix_analytics_metric_name ON analytics(metric_name);
CREATE INDEX ix_analytics_recorded_at ON analytics(recorded_at);

