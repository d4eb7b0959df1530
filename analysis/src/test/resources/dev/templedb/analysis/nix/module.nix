# A module as NixOS has them.
{ config, lib, pkgs, ... }:

with lib;

let
  cfg = config.services.web;
  /* a comment * with stars ** in it */
  toText = v: if isBool v then boolToString v else if isInt v then toString v else if v == null then "null" else v;
  ports = { http = 80; https = 443; } // optionalAttrs (cfg.port or 0 > 1024 && !cfg.isPublic || cfg ? extra.port) { extra = cfg.port; };
in
{
  imports = [ ./hardware.nix ../common <nixpkgs/nixos/modules/profiles/minimal.nix> ~/private.nix ];

  options.services.web = {
    enable = mkEnableOption "web";
    port = mkOption { type = types.port; default = 8080; };
    isPublic = mkOption { type = types.bool; default = false; };
    home = mkOption { type = types.path; default = /var/lib/web; };
    mirror = mkOption { default = https://example.org/mirror?x=1; };
    ratio = mkOption { type = types.float; default = 1.5e-3; };
  };

  config = mkIf cfg.enable {
    networking.firewall.allowedTCPPorts = attrValues ports ++ [ (cfg.port + 1 * 2 - 3 / 4) (-1) ];
    networking.hostName = "web";
    systemd.services."web-${toText cfg.port}" = rec {
      wantedBy = [ "multi-user.target" ];
      after = wantedBy;
      script = ''
        exec ${pkgs.nodejs}/bin/node ${./server}/main.js --port ${toString cfg.port}
      '';
      serviceConfig = { Restart = "always"; User = "web"; };
      serviceConfig.Environment = [ "A=1" ];
    };
    environment.etc.${cfg.name or "web"}.text = builtins.toJSON { inherit (cfg) port home; a."b c".d = true -> false; };
  };
}
