package dev.templedb.temple.environments;

import java.util.List;

/// Writes Nix as `nixfmt` formats it.
final class NixText {
    /// The release of nixpkgs that a flake takes its packages from.
    static final String RELEASE = "nixos-25.11";

    private NixText() {}

    /// A package and why it is there.
    ///
    /// @param attribute its name in nixpkgs
    /// @param why       a comment on one line
    record Wanted(String attribute, String why) {}

    static String flake(String description, List<Wanted> packages) {
        return """
                {
                  description = %s;

                  inputs.nixpkgs.url = "github:NixOS/nixpkgs/%s";

                  outputs =
                    { nixpkgs, ... }:
                    let
                      systems = [
                        "aarch64-darwin"
                        "aarch64-linux"
                        "x86_64-darwin"
                        "x86_64-linux"
                      ];
                    in
                    {
                      devShells = nixpkgs.lib.genAttrs systems (
                        system:
                        let
                          pkgs = nixpkgs.legacyPackages.${system};
                        in
                        {
                          default = pkgs.mkShell {
                            packages = %s;
                          };
                        }
                      );
                    };
                }
                """.formatted(string(description), RELEASE, list(packages, " ".repeat(12)));
    }

    static String shell(List<Wanted> packages) {
        return """
                {
                  pkgs ? import <nixpkgs> { },
                }:

                pkgs.mkShell {
                  packages = %s;
                }
                """.formatted(list(packages, "  "));
    }

    private static String list(List<Wanted> packages, String indent) {
        if (packages.isEmpty()) {
            return "[ ]";
        }
        var text = new StringBuilder("with pkgs; [\n");
        for (var wanted : packages) {
            text.append(indent).append("  ").append(wanted.attribute());
            text.append(" # ").append(wanted.why()).append('\n');
        }
        return text.append(indent).append(']').toString();
    }

    static String string(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("${", "\\${")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + "\"";
    }
}
