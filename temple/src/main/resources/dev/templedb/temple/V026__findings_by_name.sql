-- up
-- Also what is suspicious by its name, which no row of blob_findings says.
DROP VIEW project_findings;
CREATE VIEW project_findings AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, b.kind, b.line, b.excerpt
  FROM blob_findings b JOIN files f ON f.blob = b.blob JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
 WHERE p.removed_at IS NULL
UNION ALL
SELECT n.project, n.path, CASE WHEN n.name LIKE '%netrc' THEN 'NETRC_FILE' ELSE 'ENV_FILE' END, 0, n.name
  FROM (SELECT p.slug AS project, CAST(t.path AS TEXT) AS path,
               replace(CAST(t.path AS TEXT), rtrim(CAST(t.path AS TEXT), replace(CAST(t.path AS TEXT), '/', '')), '') AS name
          FROM files f JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
         WHERE p.removed_at IS NULL AND f.bytes > 0 AND f.mode <> 57344) n
 WHERE n.name IN ('.netrc', '_netrc')
    OR lower(n.name) IN ('.env', '.envrc')
    OR (lower(n.name) GLOB '.env[._-]*' OR lower(n.name) GLOB '*.env')
       AND lower(n.name) NOT LIKE '%example%' AND lower(n.name) NOT LIKE '%sample%' AND lower(n.name) NOT LIKE '%template%'
       AND lower(n.name) NOT GLOB '*[._-]dist' AND lower(n.name) NOT GLOB '*[._-]defaults' AND lower(n.name) NOT GLOB '*[._-]schema'
       AND lower(n.name) NOT GLOB '*[._-]test' AND lower(n.name) NOT GLOB '*[._-]tpl';

-- down
DROP VIEW project_findings;
CREATE VIEW project_findings AS
SELECT p.slug AS project, CAST(t.path AS TEXT) AS path, b.kind, b.line, b.excerpt
  FROM blob_findings b JOIN files f ON f.blob = b.blob JOIN projects p USING (project_id) JOIN paths t USING (project_id, path_no)
 WHERE p.removed_at IS NULL;
