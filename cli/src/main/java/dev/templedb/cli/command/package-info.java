/// What a command is: how it is typed ([Usage]), its help page, and what it does ([Command]).
///
/// Commands are described in code, not with annotations: reading annotations takes longer than most commands run.
@NullMarked
package dev.templedb.cli.command;

import org.jspecify.annotations.NullMarked;
