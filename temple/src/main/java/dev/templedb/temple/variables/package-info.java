/// The variables of projects: names and values for each environment, in the clear.
///
/// [Variables] keeps them; they travel as `environments/NAME.env`. What must not be read by everybody who gets the
/// project
/// belongs to `secrets`.
@NullMarked
package dev.templedb.temple.variables;

import org.jspecify.annotations.NullMarked;
