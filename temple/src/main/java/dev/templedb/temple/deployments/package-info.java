/// Deployments: where a project goes ([Target]), what happened when it went there ([Deployment]), and doing it
/// ([Deployments]).
///
/// Targets belong to the project and travel as `deployments/targets.json`; the history of deployments stays on this
/// machine. A deployment runs a script of the project, out of the files of one commit in a directory of its own, with
/// variables and secrets in its environment and never on a command line. What it says is masked before it is shown or
/// kept.
@NullMarked
package dev.templedb.temple.deployments;

import org.jspecify.annotations.NullMarked;
