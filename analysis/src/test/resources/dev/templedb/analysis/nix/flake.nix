{
  description = "A service";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.11";
    flake-utils = {
      url = "github:numtide/flake-utils";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    {
      self,
      nixpkgs,
      flake-utils,
      ...
    }@inputs:
    flake-utils.lib.eachDefaultSystem (
      system:
      let
        pkgs = import nixpkgs {
          inherit system;
          overlays = [ (final: prev: { hello = prev.hello.overrideAttrs (old: { pname = old.pname + "-x"; }); }) ];
          config.allowUnfreePredicate = pkg: builtins.elem (pkgs.lib.getName pkg) [ "steam" ];
        };
        inherit (pkgs) lib stdenv;
        version = if self ? rev then builtins.substring 0 7 self.rev else self.lastModifiedDate or "dirty";
      in
      rec {
        packages.default = stdenv.mkDerivation {
          pname = "service";
          inherit version;
          src = ./.;
          buildInputs = with pkgs; [ openssl zlib ] ++ lib.optionals stdenv.isDarwin [ darwin.libiconv ];
          postPatch = ''
            substituteInPlace Makefile --replace "@v@" "${version}"
            echo ''${NOT_NIX} $HOME '''quoted''' ''\n $$
          '';
          meta = {
            description = "It \"serves\" \${this} $${that}";
            license = lib.licenses.mit;
            platforms = lib.platforms.unix;
            maintainers = [ ];
          };
        };
        packages."with-${version}" = packages.default;
        devShells.default = pkgs.mkShell {
          packages = [ pkgs.nodejs_22 pkgs.jdk21 ];
          shellHook = "export PATH=$PWD/bin:$PATH";
        };
        checks = lib.mapAttrs (name: value: assert value != null; value) packages;
      }
    );
}
