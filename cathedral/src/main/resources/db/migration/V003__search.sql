-- Finding users and organizations by a part of a name.
CREATE INDEX users_names ON users USING gin (lower(username || ' ' || coalesce(display_name, '')) gin_trgm_ops);
CREATE INDEX organizations_names ON organizations USING gin (lower(slug || ' ' || name) gin_trgm_ops);
CREATE INDEX projects_tags ON projects USING gin (tag_names);
