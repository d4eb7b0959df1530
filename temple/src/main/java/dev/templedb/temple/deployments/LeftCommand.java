package dev.templedb.temple.deployments;

import dev.templedb.temple.processes.ProcessGroup;
import java.util.List;
import java.util.TreeSet;

/// The last command of a deployment, told so that whoever comes after a killed program finds what is left of it.
///
/// @param process as [RunningProcess] names it
/// @param mark    as [ProcessGroup#marked] knows it
record LeftCommand(String process, String mark) {
    static LeftCommand of(ProcessHandle process, String mark) {
        return new LeftCommand(RunningProcess.name(process), mark);
    }

    static LeftCommand read(String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new LeftCommand(text, "")
                : new LeftCommand(text.substring(0, space), text.substring(space + 1));
    }

    String write() {
        return process + " " + mark;
    }

    /// The numbers of the processes that still run, in order.
    List<Long> running() {
        var numbers = new TreeSet<Long>();
        if (RunningProcess.isAlive(process)) {
            numbers.add(Long.parseLong(process.split("@", 2)[0]));
        }
        if (!mark.isEmpty()) {
            ProcessGroup.marked(mark).forEach(one -> numbers.add(one.pid()));
        }
        return List.copyOf(numbers);
    }
}
