package dev.templedb.temple.deployments;

import java.time.Instant;

/// Names a process of this machine so that no other one is taken for it later: by its number and when it began.
final class RunningProcess {
    private RunningProcess() {}

    /// This process.
    static String current() {
        return name(ProcessHandle.current());
    }

    /// Whether the process of that name is still there.
    static boolean isAlive(String name) {
        try {
            return ProcessHandle.of(Long.parseLong(name.split("@", 2)[0]))
                    .filter(process -> name(process).equals(name))
                    .isPresent();
        } catch (NumberFormatException noProcess) {
            return false;
        }
    }

    /// What `process` is called.
    static String name(ProcessHandle process) {
        return process.pid() + "@"
                + process.info().startInstant().map(Instant::toString).orElse("");
    }
}
