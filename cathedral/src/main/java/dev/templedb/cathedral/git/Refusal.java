package dev.templedb.cathedral.git;

import dev.templedb.core.TempleException;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;

/// A refusal in the middle of an answer: git shows its sentence.
@SuppressWarnings("serial")
final class Refusal extends ServiceMayNotContinueException {
    Refusal(TempleException why) {
        super(
                "%s %s (%s)"
                        .formatted(
                                why.getMessage(), why.code().hint(), why.code().id()),
                why);
    }
}
