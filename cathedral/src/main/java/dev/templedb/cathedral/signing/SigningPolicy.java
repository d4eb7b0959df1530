package dev.templedb.cathedral.signing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What holds for a project, and who says so.
public record SigningPolicy(SignedVersions versions, By by) {
    /// Who has the last word.
    public enum By {
        PROJECT,
        ORGANIZATION,
        SERVER;

        /// The word of the wire.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What comes of what each says. A project can ask for more than its organization, never for less; the settings
    /// of the
    /// server count where neither says anything.
    ///
    /// @param project      null where it leaves it to others
    /// @param organization null where it leaves it to others, or for a project of a user
    static SigningPolicy of(
            @Nullable SignedVersions project, @Nullable SignedVersions organization, SignedVersions server) {
        if (project == SignedVersions.REQUIRED) {
            return new SigningPolicy(project, By.PROJECT);
        }
        if (organization == SignedVersions.REQUIRED || (organization != null && project == null)) {
            return new SigningPolicy(organization, By.ORGANIZATION);
        }
        return project == null ? new SigningPolicy(server, By.SERVER) : new SigningPolicy(project, By.PROJECT);
    }

    /// Whether an unsigned version is refused.
    public boolean isRequired() {
        return versions == SignedVersions.REQUIRED;
    }
}
