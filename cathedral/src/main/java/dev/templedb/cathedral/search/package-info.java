/// Finding: lists of projects with filters and orders, and search over projects, users, organizations and tags, by the
/// full text search and the trigrams of PostgreSQL. Everything is selected from what the caller may see.
@NullMarked
package dev.templedb.cathedral.search;

import org.jspecify.annotations.NullMarked;
