-- What users want to hear of. The count repeats the rows.
CREATE TABLE project_watches (
    project_id uuid REFERENCES projects (id) ON DELETE CASCADE,
    user_id    uuid REFERENCES users (id) ON DELETE CASCADE,
    watched_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (project_id, user_id)
);
CREATE INDEX project_watches_user ON project_watches (user_id, watched_at DESC, project_id DESC);
ALTER TABLE projects ADD COLUMN watchers_count bigint NOT NULL DEFAULT 0;

-- An account of a password needs no e-mail address.
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
