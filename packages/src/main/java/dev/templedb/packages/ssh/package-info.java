/// Keys of SSH as `ssh-keygen` keeps them: public keys, and private ones in OpenSSH's own form and in PEM. Pure
/// functions
/// of bytes, which nobody vouches for.
///
/// Start with [SshPublicKey] and [SshKeyFile]. What is done with keys is said elsewhere: `packages.age` encrypts to
/// them,
/// `packages.signatures` signs with them, and each says in its own words what it does not take.
@NullMarked
package dev.templedb.packages.ssh;

import org.jspecify.annotations.NullMarked;
