package dev.templedb.api;

/// Somebody else with whom people sign in.
///
/// @param name            its name in addresses
/// @param title           what people know it as
/// @param url             where a browser begins
/// @param createsAccounts whether the first sign-in makes an account
public record ProviderJson(String name, String title, String url, boolean createsAccounts) {}
