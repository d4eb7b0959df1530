-- E-mail addresses are compared with A to Z folded and everything else as it is: in the locale of the database lower()
-- may fold the Kelvin sign to k, which is another address.
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email COLLATE "C"));
DROP INDEX invitations_once;
CREATE UNIQUE INDEX invitations_once ON invitations (lower(email COLLATE "C"), coalesce(org_id, project_id))
 WHERE accepted_at IS NULL;

-- Both mean something else in an address.
INSERT INTO owners (name, kind) VALUES ('me', 'reserved'), ('sitemap.xml', 'reserved') ON CONFLICT DO NOTHING;
