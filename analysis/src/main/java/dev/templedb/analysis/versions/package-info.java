/// Which of two versions is higher, as each package manager sees it, and which versions a question such as
/// `log4j-core < 2.17` means.
///
/// Pure functions of texts; any text has a place in every order.
@NullMarked
package dev.templedb.analysis.versions;

import org.jspecify.annotations.NullMarked;
