package dev.templedb.cathedral.quotas;

import dev.templedb.core.ErrorCode;
import java.util.Map;

/// Something needs more than the plan of its owner has room for. Says what is left.
@SuppressWarnings("serial")
public final class QuotaExceeded extends RuntimeException {
    private final ErrorCode code;
    private final Map<String, Object> details;

    QuotaExceeded(ErrorCode code, String quota, String sentence, long limit, long used, long needed) {
        super(sentence);
        this.code = code;
        this.details = Map.of(
                "quota", quota,
                "limit", limit,
                "used", used,
                "left", Math.max(0, limit - used),
                "needed", needed);
    }

    /// What it is called.
    public ErrorCode code() {
        return code;
    }

    /// `quota`, `limit`, `used`, `left` and `needed`.
    public Map<String, Object> details() {
        return details;
    }
}
