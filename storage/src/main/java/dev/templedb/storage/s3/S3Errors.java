package dev.templedb.storage.s3;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.storage.StorageErrors;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What the failures of the SDK mean.
final class S3Errors {
    private static final Set<String> FULL =
            Set.of("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");
    static final int NOT_FOUND = 404;
    static final int PRECONDITION_FAILED = 412;

    private static final int FIRST_SERVER_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int TOO_MANY_REQUESTS = 429;

    private S3Errors() {}

    /// Does a request and says what its failure means.
    ///
    /// @param what what could not be done then, a sentence without its full stop
    static <T> T ask(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw meaning(what, failure);
        }
    }

    static TempleException meaning(String what, SdkException failure) {
        if (failure instanceof S3Exception answer) {
            return meaning(what, answer);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AbortedException || cause instanceof InterruptedException) {
                return StorageErrors.interrupted(failure);
            }
        }
        if (String.valueOf(failure.getMessage()).contains("credentials")) {
            return new TempleException(ErrorCode.STORAGE_REFUSED, what + ": there are no credentials for it.", failure);
        }
        return StorageErrors.unavailable(what + ": the storage does not answer", failure);
    }

    private static TempleException meaning(String what, S3Exception answer) {
        var said = code(answer).isEmpty()
                ? "status " + answer.statusCode()
                : "%s, status %d".formatted(code(answer), answer.statusCode());
        var sentence = "%s (%s)".formatted(what, said);
        if (answer.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(answer))) {
            return new TempleException(ErrorCode.STORAGE_FULL, sentence + ": there is no space left.", answer);
        }
        // What was damaged on its way, or came too fast, may be sent again; so may all that is not our fault.
        boolean again = answer.statusCode() >= FIRST_SERVER_ERROR
                || answer.statusCode() == TOO_MANY_REQUESTS
                || Set.of("BadDigest", "RequestTimeout", "ConditionalRequestConflict", "OperationAborted")
                        .contains(code(answer));
        return again
                ? StorageErrors.unavailable(sentence, answer)
                : new TempleException(ErrorCode.STORAGE_REFUSED, sentence + ".", answer);
    }

    /// The status of an answer that refuses, or 0 when there was none.
    static int status(SdkException failure) {
        return failure instanceof S3Exception answer ? answer.statusCode() : 0;
    }

    /// The name that S3 gives an error, or nothing.
    static String code(SdkException failure) {
        var details = failure instanceof S3Exception answer ? answer.awsErrorDetails() : null;
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
