package dev.templedb.cli.cathedral;

import dev.templedb.core.Printable;
import dev.templedb.temple.remotes.Sharing;
import dev.templedb.temple.signing.SignatureReader;
import java.util.Optional;

/// Says who signed what came.
final class SignerText {
    private SignerText() {}

    /// A sentence with a space before it; nothing for what nobody has signed.
    static String of(Sharing.Cloned cloned) {
        return of(cloned.signers(), cloned.byServer());
    }

    /// The same of what came to a project that was here.
    static String of(SignatureReader.Signers signers) {
        return of(signers, Optional.empty());
    }

    private static String of(SignatureReader.Signers signers, Optional<String> byServer) {
        return switch (signers.word()) {
            case "trusted" -> " Signed%s by %s, whom you trust.".formatted(as(signers), signers.signer());
            case "unknown" ->
                " Signed%s with the key %s, which you have not said you trust%s."
                        .formatted(
                                as(signers),
                                signers.signer(),
                                byServer.map(name -> "; it is in the profile of %s, by the word of the server"
                                                .formatted(Printable.text(name)))
                                        .orElse(""));
            default -> "";
        };
    }

    private static String as(SignatureReader.Signers signers) {
        return signers.signedAs().map(version -> " as " + version).orElse("");
    }
}
