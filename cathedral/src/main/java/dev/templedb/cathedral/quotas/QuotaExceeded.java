package dev.templedb.cathedral.quotas;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sizes;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something needs more than the plan of its owner has room for. Says what is left.
@SuppressWarnings("serial")
public final class QuotaExceeded extends RuntimeException {
    private final ErrorCode code;
    private final Map<String, Object> details;

    QuotaExceeded(ErrorCode code, String quota, String sentence, long limit, long used, long needed) {
        this(code, sentence, details(quota, limit, used, needed));
    }

    private QuotaExceeded(ErrorCode code, String sentence, Map<String, Object> details) {
        super(sentence);
        this.code = code;
        this.details = details;
    }

    private static Map<String, Object> details(String quota, long limit, long used, long needed) {
        var details = new LinkedHashMap<String, Object>();
        details.put("quota", quota);
        details.put("limit", limit);
        details.put("used", used);
        details.put("left", Math.max(0, limit - used));
        details.put("needed", needed);
        return details;
    }

    /// There is no room for so many bytes.
    ///
    /// @param used       what unfinished pushes have announced included
    /// @param unfinished what they have announced
    static QuotaExceeded ofBytes(String owner, long limit, long used, long unfinished, long needed) {
        var details = details("storage_bytes", limit, used, needed);
        details.put("unfinished", unfinished);
        String held = unfinished == 0
                ? ""
                : " Unfinished pushes hold %s; what nobody goes on with is given back within a day."
                        .formatted(Sizes.text(unfinished));
        return new QuotaExceeded(
                ErrorCode.STORAGE_QUOTA_EXCEEDED,
                "%s has %s of %s left, and this needs %s.%s"
                        .formatted(
                                owner,
                                Sizes.text(Math.max(0, limit - used)),
                                Sizes.text(limit),
                                Sizes.text(needed),
                                held),
                details);
    }

    /// What it is called.
    public ErrorCode code() {
        return code;
    }

    /// `quota`, `limit`, `used`, `left` and `needed`; of bytes also `unfinished`.
    public Map<String, Object> details() {
        return details;
    }
}
