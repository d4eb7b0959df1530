-- The rule of docs/permissions.md in SQL. The Java twin is ProjectRules; a test holds the two together.

-- What a user is to a project, by whatever way: 0 nothing, 1 reader, 2 contributor, 3 maintainer, 4 owner.
CREATE FUNCTION project_rank(project uuid, owner uuid, person uuid) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT greatest(
        CASE WHEN owner = person THEN 4 ELSE 0 END,
        (SELECT CASE c.role WHEN 'owner' THEN 4 WHEN 'maintainer' THEN 3 WHEN 'contributor' THEN 2 ELSE 1 END
           FROM project_collaborators c WHERE c.project_id = project AND c.user_id = person),
        (SELECT CASE m.role WHEN 'owner' THEN 4 WHEN 'maintainer' THEN 3 ELSE 1 END
           FROM org_members m WHERE m.org_id = owner AND m.user_id = person))
$$;

-- The projects that somebody may see. Every list, search, count and feed selects from here; the planner puts the
-- condition into the statement around it.
--   viewer      a user, or null for nobody and for a token that may not read projects
--   everything  true for an administrator who acts as one
--   reach       the only projects that a limited token reaches, or null
CREATE FUNCTION visible_projects(viewer uuid, everything boolean, reach uuid[]) RETURNS SETOF projects
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.*
      FROM projects p
     WHERE p.deleted_at IS NULL
       AND (p.visibility = 'public'
            OR (viewer IS NOT NULL
                AND (reach IS NULL OR p.id = ANY (reach))
                AND (everything
                     OR p.visibility = 'internal'
                     OR p.owner_id = viewer
                     OR p.id IN (SELECT c.project_id FROM project_collaborators c WHERE c.user_id = viewer)
                     OR p.owner_id IN (SELECT m.org_id FROM org_members m WHERE m.user_id = viewer))))
$$;
