/// Encryption in the age format (<https://age-encryption.org/v1>), as the tool `age` reads and writes it.
///
/// [Age] encrypts to [recipients][AgeRecipient] and decrypts with [identities][AgeIdentity]: native X25519 keys, SSH
/// keys
/// (Ed25519 and RSA) and passphrases. The file format and X25519 come from the library jagged; SSH keys and passphrases
/// are stanzas of our own behind its interfaces, on the cryptography of the JDK.
///
/// Nothing here logs, and no message holds a key, a passphrase or plain text. Arrays with secrets are wiped after use
/// where the JDK hands them out.
@NullMarked
package dev.templedb.packages.age;

import org.jspecify.annotations.NullMarked;
