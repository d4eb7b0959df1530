/// Projects as a registry lists them: their pages, their settings, who works on them, where they are.
///
/// What is in them (states, packs) is the business of the transfer.
@NullMarked
package dev.templedb.cathedral.projects;

import org.jspecify.annotations.NullMarked;
