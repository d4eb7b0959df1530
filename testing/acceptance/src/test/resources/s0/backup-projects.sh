#!/bin/bash
# backup-projects.sh

BACKUP_DIR=~/backups/templedb/$(date +%Y-%m-%d)
mkdir -p "$BACKUP_DIR"

# Get all projects
projects=$(templedb project list | awk 'NR>2 {print $1}')

for project in $projects; do
    echo "Backing up: $project"
    templedb cathedral export "$project" --output "$BACKUP_DIR"
done

# Compress backups
cd ~/backups/templedb
tar -czf "$(date +%Y-%m-%d).tar.gz" "$(date +%Y-%m-%d)"
rm -rf "$(date +%Y-%m-%d)"

echo "‚úÖ Backup complete: ~/backups/templedb/$(date +%Y-%m-%d).tar.gz"
