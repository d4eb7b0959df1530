package dev.templedb.cathedral.identities;

import java.util.List;
import java.util.Locale;

/// What a provider is, which says what need not be set.
public enum ProviderKind {
    /// Any provider of OpenID Connect.
    OIDC("", "", "openid profile email"),
    /// GitHub and GitHub Enterprise: OAuth without ID tokens.
    GITHUB("GitHub", "https://github.com", "read:user user:email"),
    /// GitLab, also one's own, by OpenID Connect.
    GITLAB("GitLab", "https://gitlab.com", "openid profile email"),
    /// Google, by OpenID Connect.
    GOOGLE("Google", "https://accounts.google.com", "openid profile email");

    private final String title;
    private final String issuer;
    private final String scopes;

    ProviderKind(String title, String issuer, String scopes) {
        this.title = title;
        this.issuer = issuer;
        this.scopes = scopes;
    }

    /// What people know it as; empty for any.
    String title() {
        return title;
    }

    /// The issuer of the one for everybody; empty when there is none.
    String issuer() {
        return issuer;
    }

    /// What is asked for.
    ///
    /// @param withOrganizations also in which organizations somebody is
    List<String> scopes(boolean withOrganizations) {
        return List.of((withOrganizations && this == GITHUB ? scopes + " read:org" : scopes).split(" "));
    }

    /// The kind that a provider of this name is when nobody says.
    static ProviderKind named(String name) {
        for (var kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        return OIDC;
    }
}
