/// Taking projects in: from git repositories and plain directories, for the first time ([ProjectImport]) and again
/// ([ProjectSync]).
///
/// Both bring a source down to refs, a head and an [dev.templedb.packages.objects.ObjectSource]; [HistoryIntake] takes
/// those in.
@NullMarked
package dev.templedb.temple.intake;

import org.jspecify.annotations.NullMarked;
