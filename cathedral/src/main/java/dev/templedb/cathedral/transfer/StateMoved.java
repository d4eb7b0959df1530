package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The project is at another state than the caller of a push knows. Says where it is.
@SuppressWarnings("serial")
public final class StateMoved extends RuntimeException {
    private final Optional<Sha256> state;
    private final SortedMap<String, GitId> refs;

    StateMoved(Optional<KeptState> now) {
        super(now.map(kept -> "The project has moved on to the state %s.".formatted(kept.root()))
                .orElse("The project is at no state yet."));
        this.state = now.map(KeptState::root);
        this.refs = new TreeMap<>(now.map(kept -> kept.state().refs()).orElseGet(TreeMap::new));
    }

    /// What it is called.
    public ErrorCode code() {
        return ErrorCode.STATE_MOVED;
    }

    /// Where the project is; empty for nowhere yet.
    public Optional<Sha256> state() {
        return state;
    }

    /// The refs of that state.
    public Map<String, GitId> refs() {
        return Map.copyOf(refs);
    }
}
