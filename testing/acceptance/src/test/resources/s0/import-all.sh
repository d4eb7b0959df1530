# Import to new machine
templedb cathedral import-all \
  --input ~/backups/templedb-export.tar.gz \
  --merge  # Merge with existing projects
