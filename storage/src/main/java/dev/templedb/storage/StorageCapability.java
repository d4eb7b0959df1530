package dev.templedb.storage;

/// What a store does beyond what every [ObjectStore] does.
public enum StorageCapability {
    /// What a finished put has stored survives the process and a power cut.
    DURABLE,
    /// Processes on other machines may use the same objects at the same time.
    SHARED
}
