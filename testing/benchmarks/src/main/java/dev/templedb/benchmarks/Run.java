package dev.templedb.benchmarks;

/// What one process cost.
///
/// @param seconds    from start to end
/// @param cpuSeconds of all its threads and children; 0 when it was not measured
/// @param peakBytes  the most memory that the process, or the largest of its children, had resident; 0 when it was not
/// measured
record Run(double seconds, double cpuSeconds, long peakBytes) {}
