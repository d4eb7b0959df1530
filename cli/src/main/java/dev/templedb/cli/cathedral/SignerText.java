package dev.templedb.cli.cathedral;

import dev.templedb.core.Printable;
import dev.templedb.temple.remotes.Sharing;

/// Says who signed what came.
final class SignerText {
    private SignerText() {}

    /// A sentence with a space before it; nothing for what nobody has signed.
    static String of(Sharing.Cloned cloned) {
        var signers = cloned.signers();
        return switch (signers.word()) {
            case "trusted" -> " Signed by %s, whom you trust.".formatted(signers.signer());
            case "unknown" ->
                " Signed with the key %s, which you have not said you trust%s."
                        .formatted(
                                signers.signer(),
                                cloned.byServer()
                                        .map(name -> "; it is in the profile of %s, by the word of the server"
                                                .formatted(Printable.text(name)))
                                        .orElse(""));
            default -> "";
        };
    }
}
