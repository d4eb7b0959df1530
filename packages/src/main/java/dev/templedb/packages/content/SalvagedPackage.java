package dev.templedb.packages.content;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.packages.content.OpenPackage.LeftOut;
import dev.templedb.packages.frames.Frame;
import dev.templedb.packages.frames.FrameLimits;
import dev.templedb.packages.frames.FramePacker;
import dev.templedb.packages.frames.FrameReader;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.json.Json;
import dev.templedb.packages.objects.ObjectKind;
import dev.templedb.packages.state.ProjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The whole part of a damaged package, with a state of its own. Each frame holds what is taken of one frame of the
/// package; a frame of which nothing is taken is not handed out.
final class SalvagedPackage implements OpenPackage, FrameAccess {
    private final OpenPackage damaged;
    private final FrameAccess access;
    private final Json.Obj manifest;
    private final ProjectState state;
    private final Set<GitId> objects;
    private final Set<Sha256> pieces;
    private final List<LeftOut> leftOut;
    private final List<Integer> frames = new ArrayList<>();
    private long rawBytes;

    SalvagedPackage(
            OpenPackage damaged,
            FrameAccess access,
            List<Integer> intact,
            Json.Obj manifest,
            ProjectState state,
            Set<GitId> objects,
            Set<Sha256> pieces,
            List<LeftOut> leftOut) {
        this.damaged = damaged;
        this.access = access;
        this.manifest = manifest;
        this.state = state;
        this.objects = objects;
        this.pieces = pieces;
        var all = new ArrayList<>(damaged.leftOut());
        all.addAll(leftOut);
        this.leftOut = List.copyOf(all);
        try (var reader = new FrameReader()) {
            for (int number : intact) {
                var frame = Salvage.open(reader, access, number);
                long taken = 0;
                boolean any = false;
                for (int i = 0; i < frame.count(); i++) {
                    if (isTaken(frame, i)) {
                        any = true;
                        taken += frame.frame().layout().length(i);
                    }
                }
                if (any) {
                    frames.add(number);
                    rawBytes += taken;
                }
            }
        }
    }

    private boolean isTaken(OpenFrame frame, int i) {
        return frame.kind(i) == ObjectKind.PIECE ? pieces.contains(frame.sha256(i)) : objects.contains(frame.gitId(i));
    }

    @Override
    public int frameCount() {
        return frames.size();
    }

    @Override
    public Frame frame(int number) {
        try (var reader = new FrameReader()) {
            var frame = Salvage.open(reader, access, frames.get(number));
            for (int i = 0; i < frame.count(); i++) {
                if (!isTaken(frame, i)) {
                    return packed(frame);
                }
            }
            return frame.frame();
        }
    }

    private Frame packed(OpenFrame frame) {
        var made = new ArrayList<Frame>(1);
        try (var packer = new FramePacker(
                FrameLimits.LEVEL, 1, ErrorCode.PACKAGE_DIGEST_MISMATCH, open -> made.add(open.frame()))) {
            for (int i = 0; i < frame.count(); i++) {
                if (isTaken(frame, i)) {
                    if (frame.kind(i) == ObjectKind.PIECE) {
                        packer.addPiece(frame.bytes(i));
                    } else {
                        packer.add(frame.kind(i), frame.gitId(i), frame.bytes(i));
                    }
                }
            }
            packer.finish();
        }
        return made.getFirst();
    }

    @Override
    public void frames(Consumer<Frame> sink) {
        for (int number = 0; number < frameCount(); number++) {
            sink.accept(frame(number));
        }
    }

    @Override
    public PackageLayout layout() {
        return damaged.layout();
    }

    @Override
    public Json.Obj manifest() {
        return manifest;
    }

    @Override
    public Json.Obj project() {
        return damaged.project();
    }

    @Override
    public ProjectState state() {
        return state;
    }

    /// The state was made here, so nobody may take it for that of the package.
    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public Json.Obj unknownFields() {
        return damaged.unknownFields();
    }

    @Override
    public List<CarriedEntry> carried() {
        return damaged.carried();
    }

    @Override
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    @Override
    public List<String> notices() {
        return damaged.notices();
    }

    @Override
    public long rawBytes() {
        return rawBytes;
    }

    @Override
    public long packageBytes() {
        return damaged.packageBytes();
    }

    @Override
    public void close() {
        damaged.close();
    }
}
