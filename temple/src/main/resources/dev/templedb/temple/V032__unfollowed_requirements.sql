-- up
-- At which file of requirements a project named more others than are followed; null when all were followed.
ALTER TABLE dependency_states ADD COLUMN unfollowed_path_no INTEGER;

-- down
ALTER TABLE dependency_states DROP COLUMN unfollowed_path_no;
