package dev.templedb.cathedral.http;

import dev.templedb.cathedral.permissions.Caller;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who sends the request that is being answered.
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    /// The caller; anonymous until somebody has been recognized.
    public Caller get() {
        return caller == null ? Caller.SERVER : caller;
    }

    /// Tells who it is.
    public void set(Caller caller) {
        this.caller = caller;
    }
}
