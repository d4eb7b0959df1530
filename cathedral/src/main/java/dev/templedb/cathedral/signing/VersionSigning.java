package dev.templedb.cathedral.signing;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.settings.Settings;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import dev.templedb.packages.signatures.SignatureCheck;
import dev.templedb.packages.signatures.SignatureCheck.Standing;
import dev.templedb.packages.signatures.VersionStatement;
import dev.templedb.packages.state.ProjectState;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Says whose key has signed a version, and refuses one that nobody has signed where that is asked for.
///
/// The keys that count are those in the profile of whoever publishes, and of everybody else who may publish in the
/// project. A key that was taken out of its profile does not count, nor does one of a closed account: anybody may put
/// anybody's public key into a profile of their own, so that strangers' profiles prove nothing.
@Singleton
public final class VersionSigning {
    private final SignedVersions usual;
    private final Clock clock;
    private final PostgresSigning table = new PostgresSigning();

    public VersionSigning(Settings settings, Clock clock) {
        this.usual = settings.get(SigningSettings.SIGNED_VERSIONS);
        this.clock = clock;
    }

    /// Where a version is to be published.
    ///
    /// @param address `owner/slug`, which signed versions name
    /// @param project null for one that is still to be made
    /// @param owner   the user or the organization that has it
    public record Place(String address, @Nullable UUID project, UUID owner) {}

    /// Signatures of a version.
    ///
    /// @param own     that came with it, over its [statement][VersionStatement] or over the state; null for none
    /// @param carried by its package, over the state
    public record Given(@Nullable PackageSignature own, List<PackageSignature> carried) {
        public Given {
            carried = List.copyOf(carried);
        }
    }

    /// The signature of a version.
    ///
    /// @param user    whose profile has its key; null when that is nobody who may publish
    /// @param key     the key there
    /// @param project that its statement names; null when it covers the state alone
    public record Signed(
            PackageSignature signature,
            @Nullable UUID user,
            @Nullable UUID key,
            @Nullable String project) {
        private boolean isOfProfile() {
            return user != null;
        }

        private boolean isEnough() {
            return isOfProfile() && project != null;
        }
    }

    /// What may have been signed.
    private record Signable(byte[] data, @Nullable String project) {}

    /// What holds where a project and its organization say this.
    public SigningPolicy policy(@Nullable SignedVersions project, @Nullable SignedVersions organization) {
        return SigningPolicy.of(project, organization, usual);
    }

    /// A place that is there.
    public Place place(Handle handle, UUID project) {
        return new Place(table.name(handle, project), project, table.owner(handle, project));
    }

    private SigningPolicy policy(Handle handle, Place place) {
        var project = place.project();
        if (project == null) {
            return policy(null, table.policyOfOwner(handle, place.owner()).orElse(null));
        }
        var said = table.policy(handle, project);
        return policy(said.project(), said.organization());
    }

    /// The signature that counts: the first over the statement by a key of a profile, else the first by such a key,
    /// else
    /// the first.
    ///
    /// @return empty for a version that nobody has signed
    /// @throws TempleException with `VERSION_UNSIGNED`, `VERSION_SIGNER_UNKNOWN` or `VERSION_SIGNATURE_OF_STATE`
    /// where
    /// signatures are asked for, and `SIGNATURE_INVALID` for one that does not hold
    public Optional<Signed> require(
            Handle handle, Caller caller, Place place, VersionName version, Sha256 state, Given signatures) {
        var statement = new VersionStatement(place.address(), version, state);
        var named = new Signable(statement.signedBytes(), statement.project());
        var bare = new Signable(ProjectState.signedBytes(state), null);
        var found = new ArrayList<Signed>();
        if (signatures.own() != null) {
            found.add(find(handle, caller, place, signatures.own(), List.of(named, bare)));
        }
        signatures.carried().forEach(one -> found.add(find(handle, caller, place, one, List.of(bare))));
        var signed = found.stream()
                .filter(Signed::isEnough)
                .findFirst()
                .or(() -> found.stream().filter(Signed::isOfProfile).findFirst())
                .or(() -> found.stream().findFirst());
        if (signed.filter(Signed::isEnough).isEmpty() && policy(handle, place).isRequired()) {
            throw refused(place, version, signed);
        }
        return signed;
    }

    private static TempleException refused(Place place, VersionName version, Optional<Signed> signed) {
        if (signed.filter(Signed::isOfProfile).isPresent()) {
            return new TempleException(
                    ErrorCode.VERSION_SIGNATURE_OF_STATE,
                    "%s takes signed versions only, and the signature of %s does not name this project and this version."
                            .formatted(place.address(), version));
        }
        return signed.map(one -> new TempleException(
                        ErrorCode.VERSION_SIGNER_UNKNOWN,
                        "%s takes signed versions only, and the key %s that has signed %s is in no profile of those who may publish there."
                                .formatted(place.address(), one.signature().signedBy(), version)))
                .orElseGet(() -> new TempleException(
                        ErrorCode.VERSION_UNSIGNED,
                        "%s takes signed versions only, and %s is not signed.".formatted(place.address(), version)));
    }

    /// @param signables what it may be over; the first over which it holds counts
    private Signed find(
            Handle handle, Caller caller, Place place, PackageSignature signature, List<Signable> signables) {
        Optional<InvalidSignature> wrong = Optional.empty();
        for (var signable : signables) {
            try {
                return find(handle, caller, place, signature, signable);
            } catch (InvalidSignature ofSomethingElse) {
                wrong = Optional.of(ofSomethingElse);
            }
        }
        throw new TempleException(
                ErrorCode.SIGNATURE_INVALID,
                "The signature of the version is not valid: %s."
                        .formatted(wrong.map(Throwable::getMessage).orElse("")),
                wrong.orElse(null));
    }

    /// @throws InvalidSignature when it does not hold over that
    private Signed find(Handle handle, Caller caller, Place place, PackageSignature signature, Signable signable)
            throws InvalidSignature {
        var data = signable.data();
        new SignatureCheck(Optional.empty(), Optional.empty(), clock.instant()).check(signature, data);
        var keys = table.keys(handle, caller.signedIn().user(), place.project(), place.owner(), signature);
        for (var key : keys) {
            if (signature.isSsh() || isBy(key, signature, data)) {
                return new Signed(signature, key.user(), key.id(), signable.project());
            }
        }
        return new Signed(signature, null, null, signable.project());
    }

    private boolean isBy(PostgresSigning.Key key, PackageSignature signature, byte[] data) throws InvalidSignature {
        var keys = Optional.of(key.text().getBytes(StandardCharsets.US_ASCII));
        return new SignatureCheck(Optional.empty(), keys, clock.instant())
                        .check(signature, data)
                        .standing()
                == Standing.TRUSTED;
    }
}
