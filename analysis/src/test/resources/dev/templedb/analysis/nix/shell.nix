{ pkgs ? import (fetchTarball "https://github.com/NixOS/nixpkgs/archive/nixos-25.11.tar.gz") { }, lib ? pkgs.lib }:

let
  inherit (lib) concatMapStringsSep;
  python = pkgs.python312.withPackages (ps: with ps; [ requests numpy ]);
  helper = args@{ name, version ? "1.0", ... }: args // { full = "${name}-${version}"; };
  fix = f: let x = f x; in x;
  old = let { a = 1; body = a; };
in
pkgs.mkShell {
  packages = [ python pkgs.gnumake ] ++ map (x: x) [ ];
  FOO = (helper { name = "x"; }).full;
  PATHS = concatMapStringsSep ":" toString [ ./a/${python.name}/b.txt ./. ];
  N = if 1 < 2 && 3 >= 2 != false then - 1 else 0;
  LIST = [ 1 2.0 .5 null true (x: x) { } rec { a = 1; b = a; } "s" ''i'' ];
  shellHook = ''
    echo "hello"
      indented ${if true then ''nested ${"deep"}'' else "no"}
  '';
}
