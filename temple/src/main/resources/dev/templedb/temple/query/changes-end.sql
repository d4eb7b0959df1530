-- Takes the views away again, with their triggers.
DROP VIEW temp.projects;
DROP VIEW temp.project_list;
DROP VIEW temp.project_tags;
DROP VIEW temp.project_variables;
DROP TABLE temp.wanted;
