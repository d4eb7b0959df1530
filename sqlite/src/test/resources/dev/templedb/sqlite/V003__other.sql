-- up
CREATE TABLE other (x);
-- down
DROP TABLE other;
