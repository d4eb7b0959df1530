# Selective migration
templedb cathedral migrate \
  --projects "project1,project2,project3" \
  --include-files \
  --include-history
