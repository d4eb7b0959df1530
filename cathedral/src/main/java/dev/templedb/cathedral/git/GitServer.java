package dev.templedb.cathedral.git;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.permissions.ProjectAddress;
import dev.templedb.cathedral.transfer.SharedPack;
import dev.templedb.cathedral.transfer.SharedState;
import dev.templedb.cathedral.transfer.SharedStates;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;
import org.jspecify.annotations.Nullable;

/// Answers clients of git: what refs a project has, and the objects that they lack. Of a project, only what its present
/// state reaches is there. Thread-safe.
public final class GitServer {
    private static final String SERVICE = "git-upload-pack";
    private static final int COMPRESSION_LEVEL = 4;

    private final SharedStates states;
    private final GitPacks packs;
    private final Answers answers;
    private final RefCache refs = new RefCache();
    private final MeterRegistry meters;

    GitServer(SharedStates states, GitPacks packs, Answers answers, MeterRegistry meters) {
        this.states = states;
        this.packs = packs;
        this.answers = answers;
        this.meters = meters;
        meters.gauge("cathedral.git.cache.bytes", packs, GitPacks::bytes);
        meters.gauge("cathedral.git.answers.repeated", answers, Answers::repeated);
    }

    /// A project as one request sees it.
    ///
    /// @param caller whose request it is
    record Seen(Caller caller, Optional<SharedState> state, GitRefs refs) {
        List<SharedPack> packs() {
            return state.map(SharedState::packs).orElse(List.of());
        }
    }

    /// Looks a project up.
    ///
    /// @throws dev.templedb.core.TempleException what permissions say
    Seen see(Caller caller, ProjectAddress address) {
        // Held from here on: others may push it out of the cache at any time.
        var known = new AtomicReference<@Nullable GitRefs>();
        var state = states.present(caller, address, root -> {
            known.set(refs.get(root));
            return known.get() != null;
        });
        return new Seen(
                caller, state, state.map(found -> refs(found, known.get())).orElseGet(GitRefs::none));
    }

    private GitRefs refs(SharedState state, @Nullable GitRefs known) {
        if (known != null) {
            return known;
        }
        var read = GitRefs.of(Objects.requireNonNull(state.state(), "of a state that is not known"), state);
        refs.put(state.root(), read);
        return read;
    }

    /// What a client is told first: what the server can do, and before version 2 all refs.
    byte[] advertise(Seen seen, boolean isVersion2) {
        count("refs");
        var out = new ByteArrayOutputStream();
        try (var repository = new ServedRepository(seen.refs(), List.of(), Bounds.NONE);
                var upload = upload(repository, isVersion2)) {
            upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), SERVICE);
            return isVersion2 ? out.toByteArray() : ShallowBorder.advertised(out.toByteArray(), seen.refs());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static UploadPack upload(ServedRepository repository, boolean isVersion2) {
        var upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        // What is in the repository is what may be had; so nothing has to be walked to find out.
        upload.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        if (isVersion2) {
            upload.setExtraParameters(Set.of("version=2"));
        }
        var config = new PackConfig();
        config.setDeltaCompress(false);
        config.setThreads(1);
        config.setCompressionLevel(COMPRESSION_LEVEL);
        upload.setPackConfig(config);
        return upload;
    }

    /// The answer to a request, which is made while it is read. Closing it gives it up.
    ///
    /// @throws dev.templedb.core.TempleException with `GIT_BUSY` or `GIT_CACHE_UNAVAILABLE`
    InputStream answer(Seen seen, GitRequest request) {
        if (request.isListing() || seen.state().isEmpty()) {
            count("refs");
            return list(seen, request);
        }
        if (request.isFiltered() && !seen.refs().shallow().isEmpty()) {
            return partialRefused();
        }
        var lease = packs.lease(seen.packs());
        // Files of partial clones, which come one by one, are not counted.
        boolean counts = seen.refs().tips().containsAll(request.wants());
        if (counts && request.isRepeatable()) {
            pulled(seen);
        }
        if (isWhole(seen, request, lease)) {
            count("whole");
            return new WholeClone(request, lease, seen.refs());
        }
        count("part");
        return answers.give(
                key(seen, request),
                seen.refs().objects(),
                (out, bounds) -> {
                    try (var repository = new ServedRepository(seen.refs(), lease.packs(), bounds)) {
                        return upload(repository, request, out, () -> {
                            if (counts && !request.isRepeatable()) {
                                pulled(seen);
                            }
                        });
                    }
                },
                lease::close);
    }

    private static boolean isWhole(Seen seen, GitRequest request, GitPacks.Lease lease) {
        return request.isWhole()
                && request.wants().containsAll(seen.refs().tips())
                && seen.refs().tips().containsAll(request.wants())
                && WholeClone.objects(lease.packs()) == seen.refs().objects();
    }

    private static @Nullable String key(Seen seen, GitRequest request) {
        return request.isRepeatable() && seen.refs().tips().containsAll(request.wants())
                ? seen.state().map(SharedState::root).map(Sha256::hex).orElseThrow()
                        + request.hash().hex()
                : null;
    }

    private static InputStream list(Seen seen, GitRequest request) {
        var out = new ByteArrayOutputStream();
        try (var repository = new ServedRepository(seen.refs(), List.of(), Bounds.NONE)) {
            upload(repository, request, out, () -> {});
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new ByteArrayInputStream(out.toByteArray());
    }

    /// Of a repository that is shallow itself, git's client can not make a partial clone: from any server, it looks
    /// for
    /// the commits behind the border, and starts itself again and again for that.
    private static InputStream partialRefused() {
        var text =
                "ERR The history of this project was cut off before it came here, and git makes no partial clones of such."
                        + " Clone it without --filter; --depth works. (%s)"
                                .formatted(ErrorCode.GIT_REQUEST_INVALID.id());
        return new ByteArrayInputStream(PacketLine.of(text).getBytes(StandardCharsets.US_ASCII));
    }

    private void pulled(Seen seen) {
        seen.state().ifPresent(state -> states.pulled(seen.caller(), state));
    }

    /// @param sent run when the answer had objects
    /// @return false when the answer tells the client what was wrong
    private static boolean upload(ServedRepository repository, GitRequest request, OutputStream out, Runnable sent)
            throws IOException {
        var asked = request.deepenRelative() > 0 ? request.withDepth(Deepening.depth(repository, request)) : request;
        try (var upload = upload(repository, request.isVersion2())) {
            if (!request.isListing()) {
                // By these it finds the tags that belong to what is sent.
                upload.setAdvertisedRefs(repository.getRefDatabase().getRefs(""));
            }
            var border = ShallowBorder.of(repository, asked);
            upload.upload(new ByteArrayInputStream(border.request()), border.answer(out), null);
            if (upload.getStatistics() != null) {
                sent.run();
            }
            return true;
        } catch (Refusal | UploadPackInternalServerErrorException told) {
            if (told.getCause() instanceof InterruptedIOException) {
                throw told;
            }
            return false;
        }
    }

    private void count(String kind) {
        meters.counter("cathedral.git.requests", "kind", kind).increment();
    }
}
