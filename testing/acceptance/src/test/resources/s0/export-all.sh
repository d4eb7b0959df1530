# Export entire TempleDB
templedb cathedral export-all \
  --output ~/backups/templedb-export.tar.gz
