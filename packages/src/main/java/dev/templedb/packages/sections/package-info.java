/// What other parts of the product add to a package, such as the databases of a project.
///
/// A [PackageSection] gives documents of what lies in a directory, and makes such a directory of documents that came in
/// a
/// package. Who keeps projects and who keeps databases do not know each other: they meet here.
@NullMarked
package dev.templedb.packages.sections;

import org.jspecify.annotations.NullMarked;
