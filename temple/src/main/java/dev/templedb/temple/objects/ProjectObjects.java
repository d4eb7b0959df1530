package dev.templedb.temple.objects;

import dev.templedb.packages.frames.FramePlace;
import dev.templedb.packages.frames.LiveObjects;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Exactly which objects a project reaches, frame by frame. What is not in here never leaves in its packages. Mutable
/// while it is built.
public final class ProjectObjects {
    private final Map<Integer, LiveObjects> frames;

    /// The objects in `frames`, by frame number.
    ProjectObjects(Map<Integer, LiveObjects> frames) {
        this.frames = new TreeMap<>(frames);
    }

    /// No objects, to begin with.
    public static ProjectObjects none() {
        return new ProjectObjects(Map.of());
    }

    /// By frame number, in order.
    public Map<Integer, LiveObjects> frames() {
        return Collections.unmodifiableMap(frames);
    }

    /// Whether there is no object.
    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /// Counts one object in.
    public void add(FramePlace place) {
        frames.computeIfAbsent(place.frame(), number -> LiveObjects.none()).add(place.ordinal());
    }

    /// Counts every object of a frame in.
    public void addAll(int frame) {
        frames.put(frame, LiveObjects.all());
    }

    /// Counts one object out.
    ///
    /// @param count how many objects its frame holds
    void remove(FramePlace place, int count) {
        var live = frames.get(place.frame());
        if (live != null) {
            live.remove(place.ordinal(), count);
        }
    }

    /// Whether the project reaches the object at `place`.
    public boolean contains(FramePlace place) {
        var live = frames.get(place.frame());
        return live != null && live.contains(place.ordinal());
    }
}
