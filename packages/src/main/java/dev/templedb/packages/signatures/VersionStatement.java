package dev.templedb.packages.signatures;

import dev.templedb.core.Sha256;
import dev.templedb.core.VersionName;
import dev.templedb.packages.json.CanonicalJson;
import dev.templedb.packages.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// What somebody signs who publishes a version: that this state is that version of this project. A signature over a
/// state alone can be put to any name; one over a statement cannot.
///
/// @param project `owner/slug` when it was signed, in lower case, since names are compared without regard to case
/// @param version without a leading `v`
public record VersionStatement(String project, VersionName version, Sha256 state) {
    private static final byte[] DOMAIN = "templedb-version-v1\0".getBytes(StandardCharsets.US_ASCII);

    public VersionStatement {
        project = project.toLowerCase(Locale.ROOT);
    }

    /// What a signature of this covers: `templedb-version-v1`, a zero byte, and the canonical JSON of the three.
    public byte[] signedBytes() {
        var json = CanonicalJson.write(Json.Obj.empty()
                .with("project", project)
                .with("state", state.hex())
                .with("version", version.text()));
        var signed = Arrays.copyOf(DOMAIN, DOMAIN.length + json.length);
        System.arraycopy(json, 0, signed, DOMAIN.length, json.length);
        return signed;
    }

    /// As people write it, such as `ada/web-app 1.2.0`.
    @Override
    public String toString() {
        return project + " " + version;
    }
}
