package dev.templedb.api;

import java.time.Instant;

/// How much there is on a server, for its administrators.
///
/// @param projects         that are there
/// @param activeProjects   of these, those that were pushed to or edited within the last thirty days
/// @param publicProjects   of these, those that everybody may see
/// @param internalProjects of these, those that everybody with an account may see
/// @param privateProjects  of these, the others
/// @param versions         that were published and are not deleted
/// @param contributors     users who have pushed or published something, wherever
/// @param users            accounts, those that are disabled among them
/// @param organizations    that are there
/// @param countedAt        when, by the clock of the database
public record CountsJson(
        long projects,
        long activeProjects,
        long publicProjects,
        long internalProjects,
        long privateProjects,
        long versions,
        long contributors,
        long users,
        long organizations,
        Instant countedAt) {}
