/// `templedb db …`: databases with branches and tenants, which the module `branchdb` keeps.
///
/// [DatabaseAccess] finds and opens what the options `--project-dir`, `--db`, `--branch` and `--tenant` name;
/// [DatabaseCommands] makes the commands. Nothing here, and nothing of `branchdb`, is loaded for other commands.
@NullMarked
package dev.templedb.cli.databases;

import org.jspecify.annotations.NullMarked;
