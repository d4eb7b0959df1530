package dev.templedb.cathedral.jobs;

import java.time.Duration;
import java.util.Map;

/// A kind of work that comes again.
///
/// It may be cut off anywhere and is then done anew, here or on another node: so it does what it does in small steps
/// that each leave everything whole. An interrupt asks it to end soon.
public interface Job {
    /// A short word that never changes, such as `gc`.
    String name();

    /// How long it rests between two runs; zero for one that only runs when somebody asks for it.
    Duration period();

    /// Does it.
    ///
    /// @return what was done, for people: numbers and texts by name
    Map<String, Object> run();
}
