package dev.templedb.analysis;

import static dev.templedb.analysis.Languages.programming;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The languages of scripts and builds, most of them with `#` comments.
final class ScriptLanguages {
    private static final byte[] POD_END = Ascii.bytes("=cut");

    static final List<Language> ALL = List.of(
            programming(
                    "Python",
                    "python",
                    python(),
                    ".py .pyi .pyw .pyx .wsgi SConstruct SConscript wscript #!python #!python2 #!python3 #!pypy #!uv"),
            programming(
                    "Starlark", "starlark", python(), ".bzl .star BUILD BUILD.bazel WORKSPACE MODULE.bazel Tiltfile"),
            programming("GDScript", "gdscript", python(), ".gd"),
            programming(
                    "Ruby",
                    "ruby",
                    ruby(),
                    ".rb .rake .gemspec .ru .podspec .thor .jbuilder Gemfile Rakefile Podfile Vagrantfile Fastfile Guardfile Brewfile Capfile #!ruby #!jruby"),
            programming("Crystal", "crystal", ruby(), ".cr #!crystal"),
            programming("Perl", "perl", perl(), ".pl .pm .t .pod6 .plx .psgi cpanfile #!perl"),
            programming("Raku", "raku", perl(), ".raku .rakumod .p6 .pm6 #!raku"),
            programming(
                    "Shell",
                    "shell_script",
                    shell(),
                    ".sh .bash .zsh .ksh .bats .command .ebuild .bashrc .bash_profile .bash_aliases .zshrc .zshenv .zprofile .profile .envrc PKGBUILD #!sh #!bash #!zsh #!ksh #!dash #!ash #!mksh"),
            programming("fish", "shell_script", shell().branches("and or switch"), ".fish #!fish"),
            programming("PowerShell", "powershell", powerShell(), ".ps1 .psm1 .psd1 #!pwsh"),
            programming("Batchfile", "batch_script", batch(), ".bat .cmd"),
            programming("Lua", "lua", lua(), ".lua .luau .rockspec .wlua #!lua #!luajit #!luau"),
            programming(
                    "Tcl",
                    "tcl",
                    shellComments()
                            .longString("\"")
                            .escape('\\')
                            .branches("if elseif for foreach while")
                            .operators("&& || ?"),
                    ".tcl .tk .adp .itcl #!tclsh #!wish"),
            programming(
                    "R",
                    "r",
                    hash().longString("\"")
                            .longString("'")
                            .branches("if for while repeat")
                            .operators("&& ||"),
                    ".r .rsx .rprofile #!Rscript"),
            programming("Julia", "julia", julia(), ".jl #!julia"),
            programming("Nim", "nim", nim(), ".nim .nims .nimble #!nim"),
            programming("Elixir", "elixir", elixir(), ".ex .exs #!elixir"),
            programming("CoffeeScript", "coffeescript", coffeeScript(), ".coffee ._coffee .cson Cakefile #!coffee"),
            programming(
                    "Awk",
                    "awk",
                    hash().string("\"").branches("if for while").operators("&& || ?"),
                    ".awk .gawk #!awk #!gawk #!mawk"),
            programming("sed", "sed", new SyntaxBuilder().line(Place.LINE_START, "#"), ".sed #!sed"),
            programming(
                    "Makefile",
                    "makefile",
                    hash().escape('\\').branches("ifeq ifneq ifdef ifndef"),
                    ".mk .mak .make Makefile GNUmakefile BSDmakefile Makefile.* Kbuild #!make"),
            programming("CMake", "cmake", cmake(), ".cmake CMakeLists.txt"),
            programming(
                    "Dockerfile",
                    "docker_file",
                    new SyntaxBuilder().line(Place.LINE_START, "#").heredocs(Openers.heredoc(2, true)),
                    ".dockerfile Dockerfile Containerfile Dockerfile.* Containerfile.*"),
            programming("Nix", "nix", nix(), ".nix"),
            programming(
                    "Meson",
                    "meson",
                    hash().longString("'''").string("'").branches("if elif foreach and or"),
                    "meson.build meson_options.txt meson.options"),
            programming(
                    "Just",
                    "justfile",
                    hash().string("\"").string("'").branches("if").operators("&& ||"),
                    ".just justfile"),
            programming(
                    "Puppet",
                    "puppet",
                    hash().longString("\"").longString("'").branches("if elsif unless case and or"),
                    ".pp Puppetfile"),
            programming("Vim Script", "vim_script", vim(), ".vim .vmb .vimrc .gvimrc .exrc vimrc gvimrc"),
            programming(
                    "Nushell",
                    "nushell",
                    hash().string("\"").rawString("'", "'", true).branches("if for while match loop and or"),
                    ".nu #!nu"),
            programming("jq", "jq", hash().string("\"").branches("if elif and or reduce foreach"), ".jq #!jq"));

    private ScriptLanguages() {}

    static SyntaxBuilder hash() {
        return new SyntaxBuilder().line("#");
    }

    static SyntaxBuilder shellComments() {
        return new SyntaxBuilder().line(Place.WORD_START, "#");
    }

    private static SyntaxBuilder python() {
        return hash().special(true, '"', "\"", '\\', true, Openers::docstring)
                .special(true, '\'', "'", '\\', true, Openers::docstring)
                .longString("\"\"\"")
                .longString("'''")
                .string("\"")
                .string("'")
                .branches("if elif for while except case and or");
    }

    private static SyntaxBuilder ruby() {
        return hash().block(Place.FIRST_COLUMN, "=begin", "=end")
                .longString("\"")
                .string("'")
                .string("`")
                .regex()
                .heredocs(Openers.heredoc(2, true))
                .branches("if elsif unless for while until when in rescue and or")
                .operators("&& ||")
                .spacedConditional();
    }

    private static SyntaxBuilder perl() {
        return new SyntaxBuilder()
                .neutral("$#", "$'", "$\"")
                .line(Place.WORD_START, "#")
                .special(true, '=', "=", -1, true, ScriptLanguages::pod)
                .string("\"")
                .string(Place.NOT_AFTER_VALUE, "'", "'", '\\', false)
                .regex()
                .heredocs(Openers.heredoc(2, true))
                .branches("if elsif unless for foreach while until and or xor when")
                .operators("&& || //")
                .spacedConditional();
    }

    private static @Nullable Opening pod(byte[] window, int at, boolean blankSoFar) {
        boolean begins = Ascii.isLineEnd(window[at - 1]) && Ascii.isLetter(window[at + 1]);
        return begins ? new Opening(1, POD_END) : null;
    }

    private static SyntaxBuilder shell() {
        return shellComments()
                .neutral("$#", "${#")
                .longString("\"")
                .rawString("'", "'", true)
                .heredocs(Openers.heredoc(2, false))
                .escape('\\')
                .branches("if elif for while until case select")
                .operators("&& ||");
    }

    private static SyntaxBuilder powerShell() {
        return new SyntaxBuilder()
                .block("<#", "#>")
                .line("#")
                .rawString("@\"", "\"@", true)
                .rawString("@'", "'@", true)
                .string(Place.ANYWHERE, "\"", "\"", '`', true)
                .rawString("'", "'", true)
                .escape('`')
                .branches("if elseif for foreach while switch catch until")
                .operators("&& || -and -or ??")
                .ignoringCase();
    }

    private static SyntaxBuilder batch() {
        return new SyntaxBuilder()
                .line(Place.LINE_START, "::", "REM ", "rem ", "Rem ", "@REM ", "@rem ")
                .rawString("\"", "\"", false)
                .escape('^')
                .branches("if for")
                .operators("&& ||")
                .ignoringCase();
    }

    private static SyntaxBuilder lua() {
        return new SyntaxBuilder()
                .special(true, '-', "]", -1, true, (window, at, blank) -> Openers.longBracket(window, at, "--"))
                .line("--")
                .special(false, '[', "]", -1, true, (window, at, blank) -> Openers.longBracket(window, at, ""))
                .string("\"")
                .string("'")
                .branches("if elseif for while repeat and or");
    }

    private static SyntaxBuilder julia() {
        return new SyntaxBuilder()
                .nestedBlock("#=", "=#")
                .line("#")
                .longString("\"\"\"")
                .longString("\"")
                .character()
                .branches("if elseif for while catch")
                .operators("&& ||")
                .spacedConditional();
    }

    private static SyntaxBuilder nim() {
        return new SyntaxBuilder()
                .nestedBlock("#[", "]#")
                .line("#")
                .rawString("\"\"\"", "\"\"\"", true)
                .string("\"")
                .character()
                .branches("if elif when for while of except and or");
    }

    private static SyntaxBuilder elixir() {
        return hash().longString("\"\"\"")
                .longString("'''")
                .longString("\"")
                .string(Place.NOT_AFTER_VALUE, "'", "'", '\\', false)
                .branches("if unless cond case with for rescue catch when and or")
                .operators("&& ||");
    }

    private static SyntaxBuilder coffeeScript() {
        return new SyntaxBuilder()
                .block(Place.LINE_START, "###", "###")
                .line("#")
                .longString("\"\"\"")
                .longString("'''")
                .longString("\"")
                .longString("'")
                .regex()
                .branches("if unless for while until when catch and or")
                .operators("&& ||");
    }

    private static SyntaxBuilder cmake() {
        return new SyntaxBuilder()
                .special(true, '#', "]", -1, true, (window, at, blank) -> Openers.longBracket(window, at, "#"))
                .line("#")
                .longString("\"")
                .branches("if elseif foreach while and or")
                .ignoringCase();
    }

    private static SyntaxBuilder nix() {
        return hash().block("/*", "*/")
                .rawString("''", "''", true)
                .longString("\"")
                .branches("if assert")
                .operators("&& || ->");
    }

    private static SyntaxBuilder vim() {
        return new SyntaxBuilder()
                .line(Place.LINE_START, "\"")
                .rawString("'", "'", false)
                .string("\"")
                .branches("if elseif for while catch")
                .operators("&& || ?");
    }
}
