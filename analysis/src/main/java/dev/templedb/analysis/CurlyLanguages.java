package dev.templedb.analysis;

import static dev.templedb.analysis.Languages.programming;

import java.util.List;

/// The languages that look like C.
final class CurlyLanguages {
    private static final String BRANCHES = "if for while case catch";

    static final List<Language> ALL = List.of(
            programming("Java", "java", java(), ".java .jav .jsh"),
            programming("Kotlin", "kotlin", kotlin(), ".kt .kts .ktm"),
            programming("Scala", "scala", scala(), ".scala .sc .sbt #!scala"),
            programming("Groovy", "groovy", groovy(), ".groovy .gvy .gradle .grt Jenkinsfile #!groovy"),
            programming("C", "c_source", c(), ".c .h .idc .cats"),
            programming(
                    "C++",
                    "cpp_source",
                    cpp(),
                    ".cpp .cc .cxx .c++ .hpp .hh .hxx .h++ .ipp .inl .tpp .tcc .ino .cppm .ixx"),
            programming("Objective-C", "objective_c", c().neutral("?:"), ".m"),
            programming("Objective-C++", "objective_cpp", cpp(), ".mm"),
            programming("Cuda", "cuda", cpp(), ".cu .cuh"),
            programming("C#", "csharp", csharp(), ".cs .csx .cake"),
            programming(
                    "JavaScript",
                    "javascript",
                    javaScript(),
                    ".js .mjs .cjs .jsx .es6 .jsm .gs Jakefile #!node #!nodejs #!bun #!qjs"),
            programming("TypeScript", "typescript", typeScript(), ".ts .tsx .mts .cts #!deno #!ts #!tsx"),
            programming("Go", "go", go(), ".go #!gorun"),
            programming("Rust", "rust", rust(), ".rs #!rust"),
            programming("Swift", "swift", swift(), ".swift #!swift"),
            programming("Dart", "dart", dart(), ".dart #!dart"),
            programming("PHP", "php", php(), ".php .phtml .php3 .php4 .php5 .php7 .phps .inc #!php"),
            programming("Zig", "zig", zig(), ".zig .zon"),
            programming("D", "d", d(), ".d .di #!rdmd"),
            programming(
                    "V", "v", cLike().string("'").branches("if for match or").operators("&& ||"), ".vsh #!v"),
            programming(
                    "Solidity",
                    "solidity",
                    cLike().string("'").branches(BRANCHES).operators("&& || ?"),
                    ".sol"),
            programming(
                    "GLSL",
                    "glsl",
                    cLike().branches(BRANCHES).operators("&& || ?"),
                    ".glsl .vert .frag .geom .tesc .tese .comp .glslv .glslf .shader"),
            programming("HLSL", "hlsl", cLike().branches(BRANCHES).operators("&& || ?"), ".hlsl .hlsli .fx .cginc"),
            programming("WGSL", "wgsl", nesting().branches(BRANCHES + " loop").operators("&& ||"), ".wgsl"),
            programming("Vala", "vala", cLike().string("'").branches(BRANCHES).operators("&& || ?? ?"), ".vala .vapi"),
            programming("Haxe", "haxe", cLike().string("'").branches(BRANCHES).operators("&& || ?"), ".hx .hxsl"),
            programming(
                    "ActionScript",
                    "actionscript",
                    cLike().string("'").branches(BRANCHES).operators("&& || ?"),
                    ".as"),
            programming(
                    "Apex",
                    "apex",
                    cLike().string("'")
                            .branches("if for while when catch")
                            .operators("&& || ?")
                            .ignoringCase(),
                    ".cls .apex .trigger"),
            programming(
                    "Odin",
                    "odin",
                    nesting()
                            .character()
                            .rawString("`", "`", true)
                            .branches("if for when case")
                            .operators("&& || ?"),
                    ".odin"),
            programming(
                    "Ballerina",
                    "ballerina",
                    cLike().branches("if foreach while match check").operators("&& || ?:"),
                    ".bal"),
            programming("Verilog", "verilog", verilog(), ".v .vh .veo"),
            programming("SystemVerilog", "systemverilog", verilog(), ".sv .svh"),
            programming("Thrift", "thrift", cLike().line("#").string("'"), ".thrift"),
            programming(
                    "HCL",
                    "hcl",
                    cLike().line("#")
                            .heredocs(Openers.heredoc(2, false))
                            .branches("for if")
                            .operators("&& || ?"),
                    ".hcl .tf .tfvars .nomad .tofu"));

    private CurlyLanguages() {}

    /// `//` and `/* */` comments and strings in double quotes.
    static SyntaxBuilder cLike() {
        return new SyntaxBuilder().line("//").block("/*", "*/").string("\"");
    }

    private static SyntaxBuilder nesting() {
        return new SyntaxBuilder().line("//").nestedBlock("/*", "*/").string("\"");
    }

    private static SyntaxBuilder tripleQuoted(SyntaxBuilder start) {
        return start.line("//").longString("\"\"\"").string("\"");
    }

    private static SyntaxBuilder java() {
        return tripleQuoted(new SyntaxBuilder())
                .block("/*", "*/")
                .string("'")
                .branches(BRANCHES)
                .operators("&& ||")
                .spacedConditional()
                .neutral("? extends", "? super");
    }

    private static SyntaxBuilder kotlin() {
        return new SyntaxBuilder()
                .line("//")
                .nestedBlock("/*", "*/")
                .rawString("\"\"\"", "\"\"\"", true)
                .string("\"")
                .string("'")
                .branches("if for while when catch")
                .operators("&& || ?:");
    }

    private static SyntaxBuilder scala() {
        return new SyntaxBuilder()
                .line("//")
                .nestedBlock("/*", "*/")
                .rawString("\"\"\"", "\"\"\"", true)
                .string("\"")
                .character()
                .branches(BRANCHES)
                .operators("&& ||");
    }

    private static SyntaxBuilder groovy() {
        return tripleQuoted(new SyntaxBuilder())
                .block("/*", "*/")
                .longString("'''")
                .string("'")
                .branches(BRANCHES)
                .operators("&& || ?:")
                .spacedConditional();
    }

    private static SyntaxBuilder c() {
        return cLike().string(Place.NOT_IN_NUMBER, "'", "'", '\\', false)
                .branches("if for while case")
                .operators("&& || ?");
    }

    private static SyntaxBuilder cpp() {
        return c().special(false, 'R', ")", -1, true, Openers::cppRaw).branches("catch");
    }

    private static SyntaxBuilder csharp() {
        return new SyntaxBuilder()
                .line("//")
                .block("/*", "*/")
                .rawString("\"\"\"", "\"\"\"", true)
                .rawString("@\"", "\"", true)
                .rawString("$@\"", "\"", true)
                .string("\"")
                .string("'")
                .branches("if for foreach while case catch when")
                .operators("&& || ??")
                .spacedConditional();
    }

    static SyntaxBuilder javaScript() {
        return ecma().operators("?").neutral("?.");
    }

    static SyntaxBuilder typeScript() {
        return ecma().spacedConditional();
    }

    private static SyntaxBuilder ecma() {
        return cLike().string("'").longString("`").regex().branches(BRANCHES).operators("&& || ??");
    }

    private static SyntaxBuilder go() {
        return cLike().string("'")
                .rawString("`", "`", true)
                .branches("if for case")
                .operators("&& ||");
    }

    private static SyntaxBuilder rust() {
        return new SyntaxBuilder()
                .line("//")
                .nestedBlock("/*", "*/")
                .special(false, 'r', "\"", -1, true, (window, at, blank) -> Openers.hashed(window, at, "r"))
                .special(false, 'b', "\"", -1, true, (window, at, blank) -> Openers.hashed(window, at, "br"))
                .longString("\"")
                .character()
                .branches("if for while loop")
                .operators("&& || =>");
    }

    private static SyntaxBuilder swift() {
        return new SyntaxBuilder()
                .line("//")
                .nestedBlock("/*", "*/")
                .special(false, '#', "\"", -1, true, (window, at, blank) -> Openers.hashed(window, at, ""))
                .longString("\"\"\"")
                .string("\"")
                .branches("if for while case catch guard repeat")
                .operators("&& || ??")
                .spacedConditional();
    }

    private static SyntaxBuilder dart() {
        return new SyntaxBuilder()
                .line("//")
                .nestedBlock("/*", "*/")
                .longString("\"\"\"")
                .longString("'''")
                .string("\"")
                .string("'")
                .branches(BRANCHES)
                .operators("&& || ??")
                .spacedConditional();
    }

    private static SyntaxBuilder php() {
        return new SyntaxBuilder()
                .templateText("?>", "<?")
                .line("//")
                .special(
                        true,
                        '#',
                        "",
                        -1,
                        false,
                        (window, at, blank) -> window[at + 1] == '[' ? null : new Opening(1, new byte[0]))
                .block("/*", "*/")
                .longString("\"")
                .longString("'")
                .heredocs(Openers.heredoc(3, false))
                .branches("if elseif for foreach while case catch and or xor")
                .operators("&& || ?? ?:")
                .spacedConditional()
                .ignoringCase();
    }

    private static SyntaxBuilder zig() {
        return new SyntaxBuilder()
                .line("//")
                .string(Place.ANYWHERE, "\\\\", "", -1, false)
                .string("\"")
                .string("'")
                .branches("if for while catch orelse and or")
                .operators("=>");
    }

    private static SyntaxBuilder d() {
        return cLike().nestedBlock("/+", "+/")
                .string("'")
                .rawString("`", "`", true)
                .branches(BRANCHES + " foreach")
                .operators("&& || ?");
    }

    private static SyntaxBuilder verilog() {
        return cLike().branches("if for while case casex casez foreach").operators("&& || ?");
    }
}
