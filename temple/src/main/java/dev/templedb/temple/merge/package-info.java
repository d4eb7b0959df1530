/// Three-way merges of trees and texts, as git does them; knows no directory on a disk.
///
/// ```java
/// var merged = new TreeMerge(objects, made, "HEAD", "feature", attributes).merge(base, ours, theirs);
/// ```
@NullMarked
package dev.templedb.temple.merge;

import org.jspecify.annotations.NullMarked;
