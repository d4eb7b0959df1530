/// Plain SQL over a temple, for people: it can only read, and only so much. Start with [TempleQuery].
@NullMarked
package dev.templedb.temple.query;

import org.jspecify.annotations.NullMarked;
