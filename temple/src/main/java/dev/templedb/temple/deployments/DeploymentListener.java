package dev.templedb.temple.deployments;

import dev.templedb.core.TempleException;

/// Hears what a deployment says while it runs. Called by one thread at a time.
public interface DeploymentListener {
    /// The deployment begins.
    void begins(Deployment deployment);

    /// Something was said; the values of secrets are masked.
    ///
    /// @param isError whether it came from standard error
    void says(byte[] bytes, boolean isError);

    /// The program is told to stop, and the deployment has been ended: the last moment to say so, before the
    /// program is
    /// gone. What is given is thrown afterwards too.
    ///
    /// @param failure with `DEPLOYMENT_CANCELLED`
    default void cancelled(TempleException failure) {}
}
