/// The state of a project: the keystone. One small canonical document names everything that a project is, and its
/// SHA-256, the
/// *content root*, is what versions name, signatures cover, pushes compare and packages carry.
///
/// Start with [ProjectState]; [ObjectSet] is how a state names its objects by SHA-256 although git names them by SHA-1.
@NullMarked
package dev.templedb.packages.state;

import org.jspecify.annotations.NullMarked;
