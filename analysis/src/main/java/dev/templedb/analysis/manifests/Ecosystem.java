package dev.templedb.analysis.manifests;

/// A family of package managers that share names, versions and a registry.
public enum Ecosystem {
    NPM("npm"),
    MAVEN("maven"),
    PYPI("pypi"),
    CARGO("cargo"),
    GO("golang"),
    GEM("gem"),
    COMPOSER("composer"),
    NUGET("nuget"),
    NIX("github");

    private final String purlType;

    Ecosystem(String purlType) {
        this.purlType = purlType;
    }

    /// The type that its packages usually have in a package URL.
    public String purlType() {
        return purlType;
    }
}
