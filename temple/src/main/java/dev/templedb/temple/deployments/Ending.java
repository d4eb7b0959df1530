package dev.templedb.temple.deployments;

import java.util.Optional;

/// How a deployment ended.
record Ending(DeploymentState state, Optional<String> step, Optional<Long> exitCode) {
    static Ending of(DeploymentState state) {
        return new Ending(state, Optional.empty(), Optional.empty());
    }

    static Ending at(DeploymentState state, String step) {
        return new Ending(state, Optional.of(step), Optional.empty());
    }

    static Ending failed(String step, long exitCode) {
        return new Ending(DeploymentState.FAILED, Optional.of(step), Optional.of(exitCode));
    }
}
