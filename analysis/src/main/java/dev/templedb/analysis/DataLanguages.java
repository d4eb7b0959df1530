package dev.templedb.analysis;

import static dev.templedb.analysis.Languages.data;
import static dev.templedb.analysis.Languages.programming;

import java.util.List;

/// Languages of data, configuration and schemas.
final class DataLanguages {
    static final List<Language> ALL = List.of(
            data(
                    "JSON",
                    "config_json",
                    new SyntaxBuilder(),
                    ".json .geojson .jsonl .ndjson .topojson .webmanifest .har .avsc .tfstate .jslintrc composer.lock Pipfile.lock flake.lock deno.lock .all-contributorsrc"),
            data(
                    "JSON with Comments",
                    "config_json",
                    jsonWithComments(),
                    ".jsonc .code-workspace .code-snippets .sublime-settings .babelrc .eslintrc .eslintrc.json .jshintrc .swcrc tsconfig.json jsconfig.json tsconfig.* devcontainer.json language-configuration.json bun.lock"),
            data("JSON5", "config_json", jsonWithComments().string("'"), ".json5"),
            data(
                    "YAML",
                    "config_yaml",
                    yaml(),
                    ".yaml .yml .clang-format .clang-tidy .clangd .gemrc .prettierrc CITATION.cff pubspec.lock yarn.lock"),
            data("TOML", "config_toml", toml(), ".toml Cargo.lock poetry.lock uv.lock Pipfile"),
            data(
                    "INI",
                    "config_ini",
                    iniComments(),
                    ".ini .cfg .prefs .dof .lektorproject .service .desktop .pylintrc .flake8 .npmrc setup.cfg"),
            data("Git Config", "config_ini", iniComments(), ".gitconfig .gitmodules"),
            data("EditorConfig", "editor_config", iniComments(), ".editorconfig"),
            data(
                    "Java Properties",
                    "config_properties",
                    new SyntaxBuilder().line(Place.LINE_START, "#", "!"),
                    ".properties"),
            data("Dotenv", "env_file", new SyntaxBuilder().line(Place.LINE_START, "#"), ".env .env.*"),
            data(
                    "XML",
                    "xml",
                    MarkupLanguages.xml(),
                    ".xml .xsd .wsdl .plist .csproj .fsproj .vbproj .vcxproj .props .targets .xaml .resx .nuspec .rss .atom .kml .gpx .storyboard .xib .ui .qrc .iml .axml .glade .xmi .dita .osm .tmx"),
            data("SVG", "svg_image", MarkupLanguages.xml(), ".svg"),
            data("CSV", "csv", new SyntaxBuilder(), ".csv"),
            data("TSV", "tsv", new SyntaxBuilder(), ".tsv .tab"),
            data("Protocol Buffer", "protobuf", CurlyLanguages.cLike().string("'"), ".proto"),
            data(
                    "GraphQL",
                    "graphql",
                    ScriptLanguages.hash().longString("\"\"\"").string("\""),
                    ".graphql .gql .graphqls"),
            data("Cap'n Proto", "capnp", ScriptLanguages.hash().string("\""), ".capnp"),
            data("FlatBuffers", "flatbuffers", CurlyLanguages.cLike(), ".fbs"),
            data(
                    "Ignore List",
                    "ignore_list",
                    new SyntaxBuilder().line(Place.LINE_START, "#"),
                    ".gitignore .dockerignore .npmignore .eslintignore .prettierignore .hgignore .helmignore"),
            data("Git Attributes", "git_attributes", new SyntaxBuilder().line(Place.LINE_START, "#"), ".gitattributes"),
            data("CODEOWNERS", "code_owners", new SyntaxBuilder().line("#"), "CODEOWNERS"),
            data("Go Module", "go_mod", new SyntaxBuilder().line("//"), "go.mod"),
            data("Go Workspace", "go_mod", new SyntaxBuilder().line("//"), "go.work"),
            data("Go Checksums", "go_sum", new SyntaxBuilder(), "go.sum go.work.sum"),
            data(
                    "Pip Requirements",
                    "python_requirements",
                    ScriptLanguages.shellComments(),
                    "requirements.txt requirements-*"),
            data("Ninja", "ninja", new SyntaxBuilder().line("#"), ".ninja"),
            data("Diff", "diff", new SyntaxBuilder(), ".diff .patch"),
            data("Gettext Catalog", "gettext", new SyntaxBuilder().line(Place.LINE_START, "#"), ".po .pot"),
            data("Nginx", "config_nginx", ScriptLanguages.shellComments(), ".nginx .nginxconf nginx.conf"),
            data(
                    "ApacheConf",
                    "config_apache",
                    new SyntaxBuilder().line(Place.LINE_START, "#"),
                    ".htaccess .apacheconf httpd.conf apache2.conf"),
            data("BibTeX", "bibtex", new SyntaxBuilder().line("%"), ".bib .bibtex"),
            data("Prisma", "prisma", new SyntaxBuilder().line("//").string("\""), ".prisma"),
            data("EDN", "edn", new SyntaxBuilder().line(";").longString("\"").escape('\\'), ".edn"),
            programming(
                    "Jsonnet",
                    "jsonnet",
                    CurlyLanguages.cLike()
                            .line("#")
                            .string("'")
                            .branches("if for assert")
                            .operators("&& ||"),
                    ".jsonnet .libsonnet"),
            programming(
                    "CUE",
                    "cue",
                    new SyntaxBuilder()
                            .line("//")
                            .longString("\"\"\"")
                            .string("\"")
                            .branches("if for")
                            .operators("&& ||"),
                    ".cue"));

    private DataLanguages() {}

    private static SyntaxBuilder jsonWithComments() {
        return CurlyLanguages.cLike();
    }

    private static SyntaxBuilder yaml() {
        return ScriptLanguages.shellComments();
    }

    private static SyntaxBuilder toml() {
        return ScriptLanguages.hash()
                .longString("\"\"\"")
                .rawString("'''", "'''", true)
                .string("\"")
                .rawString("'", "'", false);
    }

    private static SyntaxBuilder iniComments() {
        return new SyntaxBuilder().line(Place.LINE_START, ";", "#");
    }
}
