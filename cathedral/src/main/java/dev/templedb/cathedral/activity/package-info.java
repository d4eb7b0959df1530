/// What people see happened: rows that stand for events, shown only where their project may be seen.
@NullMarked
package dev.templedb.cathedral.activity;

import org.jspecify.annotations.NullMarked;
