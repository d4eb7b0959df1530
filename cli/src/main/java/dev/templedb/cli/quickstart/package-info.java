/// `templedb quickstart`: the main job on a real repository, step by step, with its figures and its proof.
@NullMarked
package dev.templedb.cli.quickstart;

import org.jspecify.annotations.NullMarked;
