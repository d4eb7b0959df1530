package dev.templedb.temple.deployments;

/// Hears what a deployment says while it runs. Called by one thread at a time.
public interface DeploymentListener {
    /// The deployment begins.
    void begins(Deployment deployment);

    /// Something was said; the values of secrets are masked.
    ///
    /// @param isError whether it came from standard error
    void says(byte[] bytes, boolean isError);
}
