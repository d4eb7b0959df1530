/// The registry of projects: what each is called and what is known about it, apart from its files and history.
///
/// Commands that remove or replace a project keep it for 30 days; bringing it back is [RemovedProjects].
///
/// Start with [Project], then [Projects].
@NullMarked
package dev.templedb.temple.projects;

import org.jspecify.annotations.NullMarked;
