package dev.templedb.temple.exchange;

import dev.templedb.packages.content.CarriedEntry;
import dev.templedb.packages.content.OpenPackage;
import dev.templedb.packages.content.PackageLayout;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.temple.objects.ProjectFrames;
import java.util.List;
import java.util.function.Consumer;

/// An incremental package and the frames of its base that its state still needs, as one whole package.
record CompletedPackage(OpenPackage increment, ProjectFrames all) implements OpenPackage {
    @Override
    public PackageLayout layout() {
        return increment.layout();
    }

    @Override
    public Json.Obj manifest() {
        return increment.manifest();
    }

    @Override
    public Json.Obj project() {
        return increment.project();
    }

    @Override
    public ProjectState state() {
        return increment.state();
    }

    @Override
    public boolean isForeign() {
        return false;
    }

    @Override
    public Json.Obj unknownFields() {
        return increment.unknownFields();
    }

    @Override
    public List<CarriedEntry> carried() {
        return increment.carried();
    }

    @Override
    public List<LeftOut> leftOut() {
        return increment.leftOut();
    }

    @Override
    public List<String> notices() {
        return increment.notices();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        all.forEach(sink);
    }

    @Override
    public long rawBytes() {
        return all.rawBytes();
    }

    @Override
    public long packageBytes() {
        return increment.packageBytes();
    }

    @Override
    public void close() {
        // The increment is its opener's.
    }
}
