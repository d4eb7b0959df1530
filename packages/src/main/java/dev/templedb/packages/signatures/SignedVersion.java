package dev.templedb.packages.signatures;

import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The signature of a version under which the state of a package was published, as the package carries it: over the
/// [statement][VersionStatement] that this state is that version of that project. Nobody but [SignatureCheck] proves
/// it.
///
/// @param project `owner/slug`, as it was called then
public record SignedVersion(String project, VersionName version, PackageSignature signature) {
    /// The most that a package may have.
    public static final int MOST = 16;

    private static final String MEMBER = "signed_versions";
    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}");

    /// What the signature covers, of the package's state.
    public VersionStatement statement(Sha256 state) {
        return new VersionStatement(project, version, state);
    }

    /// Whether it is of the same version by the same key.
    public boolean isLike(SignedVersion other) {
        return project.equalsIgnoreCase(other.project)
                && version.equals(other.version)
                && signature.signedBy().equals(other.signature.signedBy());
    }

    /// Those that a manifest carries, in their order.
    ///
    /// @throws InvalidSignature when the member `signed_versions` has another form
    public static List<SignedVersion> of(Json.Obj manifest) throws InvalidSignature {
        var member = manifest.get(MEMBER);
        if (member == null || member instanceof Json.Null) {
            return List.of();
        }
        if (!(member instanceof Json.Arr(var items)) || items.size() > MOST) {
            throw new InvalidSignature("the manifest's member \"%s\" is no list of %d at most".formatted(MEMBER, MOST));
        }
        var all = new ArrayList<SignedVersion>();
        for (var item : items) {
            all.add(read(item));
        }
        return all;
    }

    private static SignedVersion read(Json item) throws InvalidSignature {
        if (!(item instanceof Json.Obj object)
                || !PROJECT.matcher(object.text("project").orElse("")).matches()) {
            throw new InvalidSignature("the manifest's member \"%s\" holds one of no project".formatted(MEMBER));
        }
        try {
            return new SignedVersion(
                    object.text("project").orElseThrow(),
                    new VersionName(object.text("version").orElse("")),
                    PackageSignature.read(object.text("signature").orElse("")));
        } catch (TempleException noVersion) {
            throw new InvalidSignature("the manifest's member \"%s\" holds one of no version".formatted(MEMBER));
        }
    }

    /// `manifest` with `versions` in place of those that it has; without the member when there are none.
    public static Json.Obj into(Json.Obj manifest, List<SignedVersion> versions) {
        return versions.isEmpty()
                ? manifest.without(MEMBER)
                : manifest.with(
                        MEMBER,
                        new Json.Arr(
                                versions.stream().<Json>map(SignedVersion::json).toList()));
    }

    private Json.Obj json() {
        return Json.Obj.empty()
                .with("project", project)
                .with("version", version.text())
                .with("signed_by", signature.signedBy())
                .with("signature", signature.armored());
    }
}
