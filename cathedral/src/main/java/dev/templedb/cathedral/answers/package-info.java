/// Answers that everybody gets, kept for a while where a Redis is set: lists and searches of public projects.
///
/// [dev.templedb.cathedral.answers.RecentAnswers] keeps them, and says why none of them shows what has been taken away.
@NullMarked
package dev.templedb.cathedral.answers;

import org.jspecify.annotations.NullMarked;
