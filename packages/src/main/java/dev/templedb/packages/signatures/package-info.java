/// Signatures over content roots: OpenSSH's SSHSIG and OpenPGP. Pure functions of bytes, but for the two programs that
/// keep keys for people, `ssh-keygen` and `gpg`.
///
/// What is signed is said in `docs/formats/project-state.md`, where signatures lie in
/// `docs/formats/cathedral-package.md`.
@NullMarked
package dev.templedb.packages.signatures;

import org.jspecify.annotations.NullMarked;
