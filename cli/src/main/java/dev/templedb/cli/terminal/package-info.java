/// What the program prints, and how: tables for people, JSON, YAML and CSV for programs, errors and progress.
///
/// Results go to standard output, everything else to standard error. The names of fields in JSON, YAML and CSV are
/// promised in `docs/formats/cli-json.md`. Start with [Terminal].
@NullMarked
package dev.templedb.cli.terminal;

import org.jspecify.annotations.NullMarked;
