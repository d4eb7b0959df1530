-- Whether versions must be signed: null leaves it to whoever stands above, the organization and then the server.
ALTER TABLE projects ADD COLUMN signed_versions varchar(16) CHECK (signed_versions IN ('required', 'marked'));
ALTER TABLE organizations ADD COLUMN signed_versions varchar(16) CHECK (signed_versions IN ('required', 'marked'));

-- The very key of a profile, so that a version says when that key was taken out later.
ALTER TABLE project_versions ADD COLUMN signer_key_id uuid REFERENCES user_keys (id) ON DELETE SET NULL;
UPDATE project_versions v
   SET signer_key_id = k.id
  FROM user_keys k
 WHERE k.user_id = v.signer_id AND k.fingerprint = v.signed_by;
