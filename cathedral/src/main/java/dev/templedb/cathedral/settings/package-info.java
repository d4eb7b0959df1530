/// What can be set: typed settings from the command line, the environment and a file, with where each value came from.
///
/// A feature declares its settings as constants of [dev.templedb.cathedral.settings.Setting], and services are given
/// [dev.templedb.cathedral.settings.Settings]. Adding one: a constant in the feature, and its name in
/// `program.AllSettings`.
@NullMarked
package dev.templedb.cathedral.settings;

import org.jspecify.annotations.NullMarked;
