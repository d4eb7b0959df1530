package dev.templedb.cathedral.organizations;

import dev.templedb.api.GrantJson;
import dev.templedb.api.MemberJson;
import dev.templedb.api.NewOrganizationJson;
import dev.templedb.api.OrganizationJson;
import dev.templedb.api.OrganizationPatchJson;
import dev.templedb.api.PageJson;
import dev.templedb.cathedral.http.CurrentCaller;
import dev.templedb.cathedral.http.EntityTags;
import dev.templedb.cathedral.http.Given;
import dev.templedb.cathedral.http.Page;
import dev.templedb.cathedral.permissions.OrganizationRole;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Organizations and their members.
@Path("/api/v1")
@Singleton
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class OrganizationResource {
    private final Organizations organizations;
    private final CurrentCaller current;

    OrganizationResource(Organizations organizations, CurrentCaller current) {
        this.organizations = organizations;
        this.current = current;
    }

    @GET
    @Path("/orgs")
    public PageJson<OrganizationJson> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        var page = Page.of(limit, cursor, 1);
        return page.answer(
                organizations.list(current.get(), page),
                one -> List.of(one.slug().toLowerCase(Locale.ROOT)),
                OrganizationResource::json);
    }

    @POST
    @Path("/orgs")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Nullable NewOrganizationJson body, UriInfo uri) {
        var wanted = Given.body(body);
        var made = organizations.create(
                current.get(), wanted.slug(), wanted.name(), wanted.description(), wanted.websiteUrl());
        return Response.created(uri.getAbsolutePathBuilder().path(made.slug()).build())
                .entity(json(made))
                .header("ETag", tag(made))
                .build();
    }

    @GET
    @Path("/orgs/{org}")
    public Response show(String org) {
        return answer(organizations.show(current.get(), org));
    }

    @PATCH
    @Path("/orgs/{org}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            String org, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable OrganizationPatchJson body) {
        var patch = Given.body(body);
        return answer(organizations.change(
                current.get(),
                org,
                patch.name(),
                patch.description(),
                patch.websiteUrl(),
                patch.signedVersions(),
                present -> EntityTags.match(ifMatch, tag(present))));
    }

    @DELETE
    @Path("/orgs/{org}")
    public void delete(String org) {
        organizations.delete(current.get(), org);
    }

    @GET
    @Path("/orgs/{org}/members")
    public List<MemberJson> members(String org) {
        return organizations.members(current.get(), org).stream()
                .map(OrganizationResource::json)
                .toList();
    }

    @POST
    @Path("/orgs/{org}/members")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response putMember(String org, @Nullable GrantJson body) {
        var wanted = Given.body(body);
        var member = organizations.put(
                current.get(),
                org,
                Given.text("user", wanted.user(), Given.NAME),
                OrganizationRole.of(Given.text("role", wanted.role(), Given.NAME)));
        return Response.status(201).entity(json(member)).build();
    }

    @DELETE
    @Path("/orgs/{org}/members/{username}")
    public void removeMember(String org, String username) {
        organizations.remove(current.get(), org, username);
    }

    private static Response answer(Organization organization) {
        return Response.ok(json(organization)).header("ETag", tag(organization)).build();
    }

    private static String tag(Organization organization) {
        return EntityTags.of(organization.id(), organization.updatedAt());
    }

    private static OrganizationJson json(Organization one) {
        var role = one.role();
        var policy = one.signedVersions();
        return new OrganizationJson(
                one.slug(),
                one.name(),
                one.description(),
                one.websiteUrl(),
                policy == null ? null : policy.word(),
                role == null ? null : role.word(),
                one.createdAt());
    }

    private static MemberJson json(Member one) {
        return new MemberJson(
                one.username(),
                one.displayName(),
                one.invitedEmail(),
                one.role().word(),
                one.joinedAt());
    }
}
