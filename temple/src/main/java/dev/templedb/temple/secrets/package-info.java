/// The secrets of projects, and the keys of the user that open them.
///
/// Each value is one age file, encrypted to the project's recipients; nothing else of it is kept. [Secrets] sets, opens
/// and
/// re-encrypts them, [KeyRing] holds the user's private keys outside the temple. Values are byte arrays that whoever
/// gets
/// them wipes; no message and no entry of the audit log holds one. Secrets travel as `secrets/NAME.age`, and leave in a
/// package only when somebody asks for it.
@NullMarked
package dev.templedb.temple.secrets;

import org.jspecify.annotations.NullMarked;
