package dev.templedb.temple.care;

import java.util.List;

/// What maintenance did.
///
/// @param purgedProjects removed projects that can no longer be brought back
/// @param droppedFrames  frames that nothing needed any more
/// @param repackedFrames frames whose objects were packed anew
/// @param bytesBefore    length of the temple's file before
/// @param bytesAfter     and after
/// @param problems       what is wrong with the temple, as sentences; empty when all is well
public record MaintenanceReport(
        long purgedProjects,
        long droppedFrames,
        long repackedFrames,
        long bytesBefore,
        long bytesAfter,
        List<String> problems) {
    public MaintenanceReport {
        problems = List.copyOf(problems);
    }
}
