/// What administrators of the server do with accounts, and what they read of the audit log.
@NullMarked
package dev.templedb.cathedral.admin;

import org.jspecify.annotations.NullMarked;
