package dev.templedb.cathedral.transfer;

import dev.templedb.api.FetchPlanJson;
import dev.templedb.api.FetchSegmentJson;
import dev.templedb.api.NewProjectJson;
import dev.templedb.api.PushCommitJson;
import dev.templedb.api.PushJson;
import dev.templedb.api.PushVersionJson;
import dev.templedb.api.PushedJson;
import dev.templedb.api.UploadJson;
import dev.templedb.api.UploadPartJson;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.tags.Tags;
import dev.templedb.cathedral.transfer.PackagePlan.Segment;
import dev.templedb.core.ErrorCode;
import dev.templedb.core.GitId;
import dev.templedb.core.Sha256;
import dev.templedb.core.TempleException;
import dev.templedb.packages.signatures.InvalidSignature;
import dev.templedb.packages.signatures.PackageSignature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What travels, as the services take and give it.
final class Wire {
    private static final Pattern DIGEST = Pattern.compile("\\s*sha-256=:([A-Za-z0-9+/]{43}=):\\s*");
    private static final Pattern BYTES = Pattern.compile("\\s*:([A-Za-z0-9+/=]{1,16384}):\\s*");
    private static final Pattern UUIDS = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Wire() {}

    static Sha256 root(String field, @Nullable String text) {
        try {
            return Sha256.parse(Given.required(field, text));
        } catch (IllegalArgumentException no) {
            throw Given.invalid("The field %s is no content root: 64 hexadecimal digits.".formatted(field));
        }
    }

    static List<Sha256> roots(String field, @Nullable List<String> texts) {
        var given = Given.list(field, texts, FetchRequest.MOST_NAMES);
        return given == null
                ? List.of()
                : given.stream().map(text -> root(field, text)).toList();
    }

    static List<GitId> commits(@Nullable List<String> texts) {
        var given = Given.list("commits", texts, FetchRequest.MOST_NAMES);
        try {
            return given == null ? List.of() : given.stream().map(GitId::parse).toList();
        } catch (IllegalArgumentException no) {
            throw Given.invalid("The field commits has something else than commit ids: 40 hexadecimal digits.");
        }
    }

    static PushRequest push(PushJson push) {
        return push(push.expected(), push.state(), push.create(), push.version(), push.tags());
    }

    static PushRequest push(PushCommitJson push) {
        return push(push.expected(), push.state(), push.create(), push.version(), push.tags());
    }

    static PushRequest push(
            @Nullable String expected,
            @Nullable String state,
            @Nullable NewProjectJson create,
            @Nullable PushVersionJson version,
            @Nullable List<String> tags) {
        var wanted = root("state", state);
        var words = Given.list("tags", tags, Tags.MOST);
        return new PushRequest(
                Optional.ofNullable(expected).map(text -> root("expected", text)),
                wanted,
                create,
                version == null ? null : version(version),
                words == null ? List.of() : words);
    }

    private static PushRequest.NewVersion version(PushVersionJson version) {
        var name = Given.text("version", version.version(), Given.NAME);
        return new PushRequest.NewVersion(
                name.matches("v[0-9].*") ? name.substring(1) : name,
                Given.optional("notes", version.notes(), Given.LONG_TEXT),
                version.signature() == null ? null : signature(version.signature()));
    }

    /// A signature, of which only its form is looked at.
    private static PackageSignature signature(String armored) {
        try {
            return PackageSignature.read(armored);
        } catch (InvalidSignature wrong) {
            throw new TempleException(
                    ErrorCode.SIGNATURE_INVALID,
                    "The signature of the version is not valid: %s.".formatted(wrong.getMessage()),
                    wrong);
        }
    }

    static PushedJson json(Pushes.Pushed pushed) {
        return new PushedJson(pushed.state().hex(), pushed.version());
    }

    static UploadJson json(Uploads.Progress progress) {
        var upload = progress.upload();
        return new UploadJson(
                upload.id(),
                upload.bytes(),
                upload.partBytes(),
                progress.offset(),
                upload.expiresAt(),
                progress.parts().stream()
                        .map(part -> new UploadPartJson(
                                (long) part.number() * upload.partBytes(),
                                part.bytes(),
                                part.sha256().hex()))
                        .toList());
    }

    /// A plan; segments that follow each other inline are one.
    static FetchPlanJson json(Fetches.Fetched fetched) {
        var segments = new ArrayList<FetchSegmentJson>();
        for (var segment : fetched.plan().map(PackagePlan::segments).orElse(List.of())) {
            if (segment instanceof Segment.Packed(var pack, var offset, var length)) {
                segments.add(new FetchSegmentJson(null, pack.id(), offset, length));
            } else if (!segments.isEmpty() && segments.getLast().inline() != null) {
                long before = Objects.requireNonNull(segments.getLast().inline());
                segments.set(segments.size() - 1, new FetchSegmentJson(before + segment.length(), null, null, null));
            } else {
                segments.add(new FetchSegmentJson(segment.length(), null, null, null));
            }
        }
        return new FetchPlanJson(
                fetched.root().hex(),
                fetched.version().orElse(null),
                fetched.plan().map(PackagePlan::bytes).orElse(0L),
                segments);
    }

    /// Reads `sha-256=:…:` of RFC 9530.
    static Sha256 digest(@Nullable String header) {
        var matcher = DIGEST.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            throw Given.invalid("The header Content-Digest has the form sha-256=:BASE64:.");
        }
        return Sha256.ofBytes(Base64.getDecoder().decode(matcher.group(1)), 0);
    }

    /// Reads `:…:`, a byte sequence of RFC 8941: a signature in text form.
    static @Nullable String signatureHeader(@Nullable String header) {
        if (header == null) {
            return null;
        }
        var matcher = BYTES.matcher(header);
        try {
            if (matcher.matches()) {
                return new String(Base64.getDecoder().decode(matcher.group(1)), StandardCharsets.US_ASCII);
            }
        } catch (IllegalArgumentException noBase64) {
            // The same as another form.
        }
        throw Given.invalid("The header Version-Signature has the form :BASE64:, of a signature in text form.");
    }

    static UUID id(String text) {
        if (!UUIDS.matcher(text).matches()) {
            return new UUID(0, 0);
        }
        return UUID.fromString(text);
    }

    static long number(String header, @Nullable String text) {
        if (text == null || !NUMBER.matcher(text).matches()) {
            throw Given.invalid("The header %s has to be a number.".formatted(header));
        }
        return Long.parseLong(text);
    }
}
