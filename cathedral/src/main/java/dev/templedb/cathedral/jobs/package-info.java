/// Work that comes again and again, such as collecting what is not needed any more: due at a time that the database
/// knows, and done by one node at a time.
///
/// A feature makes a bean of type [dev.templedb.cathedral.jobs.Job]; [dev.templedb.cathedral.jobs.JobRunner] finds it.
@NullMarked
package dev.templedb.cathedral.jobs;

import org.jspecify.annotations.NullMarked;
