package dev.templedb.cathedral.search;

import dev.templedb.api.OrganizationJson;
import dev.templedb.api.PageJson;
import dev.templedb.api.TagJson;
import dev.templedb.api.UserJson;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Finds users, organizations and tags by names that contain what was typed, in the order of their names.
@Singleton
public final class NameSearch {
    private final Jdbi jdbi;
    private final PostgresNameSearch table = new PostgresNameSearch();

    public NameSearch(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// Users; nobody's e-mail address is looked at or shown.
    public PageJson<UserJson> users(String words, Page page) {
        var found = jdbi.withHandle(handle -> table.users(handle, words, page.after(0), page.limit() + 1));
        return page.answer(found, PostgresNameSearch.Named::keys, PostgresNameSearch.Named::json);
    }

    /// Organizations.
    public PageJson<OrganizationJson> organizations(Caller caller, String words, Page page) {
        var found = jdbi.withHandle(
                handle -> table.organizations(handle, caller.user(), words, page.after(0), page.limit() + 1));
        return page.answer(found, PostgresNameSearch.Named::keys, PostgresNameSearch.Named::json);
    }

    /// Tags of projects that the caller may see, and how many those are.
    public PageJson<TagJson> tags(Caller caller, String words, Page page) {
        List<TagJson> found =
                jdbi.withHandle(handle -> table.tags(handle, caller, words, page.after(0), page.limit() + 1));
        return page.answer(found, tag -> List.of(tag.name()), tag -> tag);
    }
}
