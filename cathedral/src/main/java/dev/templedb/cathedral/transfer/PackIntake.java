package dev.templedb.cathedral.transfer;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.content.OpenOptions;
import dev.templedb.packages.content.PackageBase;
import dev.templedb.packages.content.PackageVerifier;
import dev.templedb.packages.content.RecipeProof;
import dev.templedb.packages.file.PackageDescription;
import dev.templedb.packages.file.PackageFileReader;
import dev.templedb.packages.frames.FramedObjects;
import dev.templedb.packages.frames.LiveObjects;
import dev.templedb.packages.frames.MalformedFrame;
import dev.templedb.packages.frames.OpenFrame;
import dev.templedb.packages.frames.ParallelFrameReader;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import dev.templedb.packages.signatures.SignedVersion;
import dev.templedb.packages.state.ObjectSet;
import dev.templedb.packages.state.ProjectState;
import dev.templedb.storage.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Takes packages in: proves everything in them, and puts their frames, unchanged, into a pack.
///
/// What is proved is what an import into a temple proves: every object has the hash that names it, all that the state
/// reaches is in the package or in the base that the project has, nothing else is in the package, the set of objects
/// is the one that the state names, and the signatures hold. Nothing is visible to anybody until the caller has
/// recorded the result. Thread-safe; one intake takes about 60 bytes an object of the package, and of the base what
/// its indexes take.
public final class PackIntake {
    /// What describes a package beside its frames is in memory, and kept with the state.
    private static final int MOST_DESCRIPTION_BYTES = 8 << 20;

    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final ObjectStore store;
    private final PackIndexes indexes;
    private final InstantSource clock;

    /// @param clock says whether the keys of signatures are valid now
    public PackIntake(ObjectStore store, PackIndexes indexes, InstantSource clock) {
        this.store = store;
        this.indexes = indexes;
        this.clock = clock;
    }

    /// What was taken in.
    ///
    /// @param pack    written to storage, referred to by nobody yet; empty when every object was here
    /// @param members what the state reaches, the new pack included
    public record Taken(
            ProjectState state, PackageDescription description, Optional<StoredPack> pack, Members members) {}

    /// A pack that was written.
    ///
    /// @param sha256   of the object in storage
    /// @param rawBytes of all objects in it
    public record StoredPack(Pack pack, Sha256 sha256, long rawBytes) {}

    /// What the project has of the base that a package builds on.
    ///
    /// @param state   that the base objects are of
    /// @param members what it reaches
    public record Base(ProjectState state, Members members) {}

    /// Proves the package `file` and writes its pack.
    ///
    /// @param wanted  the state that was announced
    /// @param current what the project has already, for a whole package: what comes again is not stored again
    /// @param bases   finds what the project has of what an increment builds on; empty when it does not have that
    /// @throws TempleException with what is wrong with the package, `BASE_MISSING`, or when storage fails
    public Taken take(
            Path file,
            Sha256 wanted,
            OpenOptions options,
            Members current,
            Function<PackageBase, Optional<Base>> bases) {
        try (var opened = PackageFileReader.open(file, options)) {
            if (!opened.state().root().equals(wanted)) {
                throw new TempleException(
                        ErrorCode.PACKAGE_STATE_MISMATCH,
                        "The package is of the state %s, and %s was announced."
                                .formatted(opened.state().root(), wanted));
            }
            requireSignatures(opened);
            var base = opened.base().map(named -> bases.apply(named).orElseThrow(() -> baseMissing(named)));
            return new Run(opened, base, base.map(Base::members).orElse(current)).run();
        }
    }

    /// Removes the pack of what was taken in and is not recorded. When that fails the collector does it.
    void takeBack(Taken taken) {
        taken.pack().map(StoredPack::pack).ifPresent(pack -> {
            indexes.forget(pack.id());
            try {
                store.delete(List.of(pack.key()));
            } catch (TempleException later) {
                // The collector removes what is left.
            }
        });
    }

    private static TempleException baseMissing(PackageBase named) {
        return new TempleException(
                ErrorCode.BASE_MISSING,
                "The package builds on %s, which the project on the server does not have.".formatted(named));
    }

    private void requireSignatures(PackageFileReader opened) {
        var check = new SignatureCheck(Optional.empty(), Optional.empty(), clock.instant());
        try {
            for (var signature : PackageSignature.of(opened.manifest())) {
                check.check(signature, opened.state().signedBytes());
            }
            for (var version : SignedVersion.of(opened.manifest())) {
                check.check(
                        version.signature(),
                        version.statement(opened.state().root()).signedBytes());
            }
        } catch (InvalidSignature wrong) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "A signature of the package does not hold: %s.".formatted(wrong.getMessage()),
                    wrong);
        }
    }

    /// One intake.
    private final class Run {
        private final PackageFileReader opened;
        private final ProjectState state;
        private final Optional<Base> base;
        private final ServerObjects have;
        private final PackageVerifier verifier;
        private final PackIndex.Builder builder = new PackIndex.Builder();
        /// Frames of the package that hold something new, by their number there.
        private final List<Integer> stored = new ArrayList<>();
        /// Objects that came again in frames that are not stored.
        private final List<ServerObjects.Found> again = new ArrayList<>();

        /// @param have objects that need not be stored again
        Run(PackageFileReader opened, Optional<Base> base, Members have) {
            this.opened = opened;
            this.state = opened.state();
            this.base = base;
            this.have = ServerObjects.of(have, indexes, PackBytes.in(store));
            this.verifier = PackageVerifier.withoutObjectSet(state);
        }

        Taken run() {
            takeFrames();
            var pack = NewPack.of(builder.build(), number -> opened.frame(stored.get(number)));
            indexes.keep(pack.pack(), pack.index());
            boolean isWritten = false;
            try {
                var proof = new Proof(pack);
                proof.prove();
                var description = opened.description(MOST_DESCRIPTION_BYTES);
                var hash = stored.isEmpty() ? Optional.<Sha256>empty() : Optional.of(pack.write(store));
                isWritten = true;
                return new Taken(
                        state,
                        description,
                        hash.map(sha256 ->
                                new StoredPack(pack.pack(), sha256, pack.index().rawBytes())),
                        proof.members);
            } finally {
                if (!isWritten || stored.isEmpty()) {
                    indexes.forget(pack.pack().id());
                }
            }
        }

        private void takeFrames() {
            try (var reader = new ParallelFrameReader(THREADS, this::take)) {
                opened.frames(reader::accept);
                reader.finish();
            }
        }

        private void take(int number, OpenFrame frame) {
            verifier.accept(number, frame);
            var found = have.locateAll(frame);
            if (found.isPresent()) {
                again.addAll(found.get());
                return;
            }
            try {
                builder.add(opened.index().entries().get(number), frame);
                stored.add(number);
            } catch (MalformedFrame damaged) {
                throw ParallelFrameReader.damaged(number, damaged);
            }
        }

        /// Proves the whole, and finds what the state reaches on the way.
        private final class Proof {
            private final NewPack pack;
            private final PackBytes bytes;
            private Members members = Members.none();

            Proof(NewPack pack) {
                this.pack = pack;
                this.bytes = pack.before(PackBytes.in(store));
            }

            void prove() {
                verifier.finishOver(base.isPresent() ? have : ServerObjects.none(), this::found);
                var objects = ServerObjects.of(members, indexes, bytes);
                try (var framed = new FramedObjects(objects)) {
                    verifier.recipes().forEach(recipe -> RecipeProof.prove(recipe, framed::piece));
                }
            }

            private ObjectSet found() {
                members = base.isEmpty()
                        ? fresh()
                        : base.filter(this::grows).map(this::grown).orElseGet(this::reached);
                var set = new ObjectSet.Builder();
                ServerObjects.of(members, indexes, bytes).countInto(set);
                return set.build();
            }

            /// What a whole package brings.
            private Members fresh() {
                var fresh = Members.none();
                again.forEach(found -> fresh.add(found.in().pack(), found.object()));
                return withNew(fresh);
            }

            private Members withNew(Members others) {
                return (stored.isEmpty() ? others : others.with(pack.pack(), LiveObjects.all())).tidy();
            }

            /// Whether all that the base reaches is reached by the state: every root of the base is a root
            /// of the
            /// state, or a new object refers to it. Without that the answer may still be yes, but has to be
            /// found out.
            private boolean grows(Base before) {
                return before.state().roots().stream().allMatch(verifier.graph()::isReferred);
            }

            /// Base and package, each object once, without documents that are gone.
            private Members grown(Base before) {
                var all = before.members().copy();
                for (int object = 0; object < pack.index().objectCount(); object++) {
                    have.locate(pack.index(), object)
                            .ifPresent(found -> all.remove(found.in().pack(), found.object()));
                }
                var gone = Reach.pieces(before.state());
                gone.removeAll(Reach.pieces(state));
                if (!gone.isEmpty()) {
                    gone.removeAll(have.recipePieces());
                    verifier.recipes().forEach(recipe -> recipe.pieces().forEach(piece -> gone.remove(piece.sha256())));
                    gone.forEach(piece -> have.locatePiece(piece)
                            .ifPresent(found -> all.remove(found.in().pack(), found.object())));
                }
                return withNew(all);
            }

            private Members reached() {
                var candidates = withNew(base.orElseThrow().members().copy());
                return new Reach(ServerObjects.of(candidates, indexes, bytes)).of(state);
            }
        }
    }
}
