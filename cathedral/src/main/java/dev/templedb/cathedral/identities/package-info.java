/// Signing in elsewhere: providers of OpenID Connect and GitHub's OAuth, the way there and back, and which of their
/// identities belongs to which account here.
///
/// [Provider] speaks with one of them and proves a [Person]; [SignIns] takes a browser there and back and decides what
/// follows; [Identities] keeps what is linked. An identity is an issuer and a subject. E-mail addresses link nothing.
@NullMarked
package dev.templedb.cathedral.identities;

import org.jspecify.annotations.NullMarked;
