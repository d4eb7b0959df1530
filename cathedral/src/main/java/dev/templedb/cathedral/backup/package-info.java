/// Copies of a whole registry: its database and its packs in one directory, taken and brought back while it works.
///
/// [dev.templedb.cathedral.backup.Backups] takes them, [dev.templedb.cathedral.backup.Restores] brings them back;
/// [dev.templedb.cathedral.backup.BackupDirectory] says what lies where. What only helps work that is under way
/// (sessions, uploads, codes, kept answers) is left out.
@NullMarked
package dev.templedb.cathedral.backup;

import org.jspecify.annotations.NullMarked;
