package dev.templedb.storage.s3;

import java.util.Optional;

/// What requests are signed with. Its text has no secrets.
///
/// @param sessionToken what temporary credentials have besides
public record S3Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {
    @Override
    public String toString() {
        return "S3Credentials[" + accessKeyId + ", ***]";
    }
}
