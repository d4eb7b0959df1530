package dev.templedb.analysis;

import static dev.templedb.analysis.Languages.markup;
import static dev.templedb.analysis.Languages.programming;
import static dev.templedb.analysis.Languages.prose;

import java.util.List;

/// Languages of documents, pages and styles.
final class MarkupLanguages {
    static final List<Language> ALL = List.of(
            markup("HTML", "html", xml(), ".html .htm .xhtml .html.hl .xht"),
            markup("Vue", "vue_component", component(), ".vue"),
            markup("Svelte", "svelte_component", component(), ".svelte"),
            markup("Astro", "astro_component", component(), ".astro"),
            markup(
                    "CSS",
                    "css",
                    new SyntaxBuilder().block("/*", "*/").string("\"").string("'"),
                    ".css"),
            markup("SCSS", "scss", style(), ".scss"),
            markup("Sass", "sass", style(), ".sass"),
            markup("Less", "less", style(), ".less"),
            markup("Stylus", "stylus", style(), ".styl .stylus"),
            markup("Blade", "blade_template", xml().block("{{--", "--}}"), ".blade .blade.php"),
            markup("Jinja", "jinja_template", xml().block("{#", "#}"), ".jinja .jinja2 .j2"),
            markup("Twig", "twig_template", xml().block("{#", "#}"), ".twig"),
            markup("Liquid", "liquid_template", xml().block("{% comment %}", "{% endcomment %}"), ".liquid"),
            markup("Handlebars", "handlebars_template", xml().block("{{!--", "--}}"), ".hbs .handlebars"),
            markup("Mustache", "mustache_template", xml().block("{{!", "}}"), ".mustache"),
            markup("EJS", "ejs_template", xml().block("<%#", "%>"), ".ejs"),
            markup("HTML+ERB", "erb_template", xml().block("<%#", "%>"), ".erb .html.erb"),
            markup("HTML+EEX", "eex_template", xml().block("<%#", "%>"), ".eex .heex .leex"),
            markup("HTML+Razor", "razor_template", xml().block("@*", "*@"), ".cshtml .razor"),
            programming("Java Server Pages", "jsp_template", xml().block("<%--", "--%>"), ".jsp .tag"),
            programming("FreeMarker", "freemarker_template", xml().block("<#--", "-->"), ".ftl .ftlh"),
            markup("Pug", "pug_template", new SyntaxBuilder().line(Place.LINE_START, "//"), ".pug .jade"),
            markup("Haml", "haml_template", new SyntaxBuilder().line(Place.LINE_START, "-#", "/ "), ".haml"),
            markup("Slim", "slim_template", new SyntaxBuilder().line(Place.LINE_START, "/"), ".slim"),
            markup("TeX", "tex", new SyntaxBuilder().line("%").escape('\\'), ".tex .sty .cls .ltx .dtx .ins .latex"),
            programming("Typst", "typst", new SyntaxBuilder().line("//").nestedBlock("/*", "*/"), ".typ"),
            markup(
                    "Roff",
                    "roff",
                    new SyntaxBuilder().line(Place.LINE_START, ".\\\"", "'\\\""),
                    ".man .1 .2 .3 .4 .5 .6 .7 .8 .9 .roff"),
            markup("Jupyter Notebook", "jupyter_notebook", new SyntaxBuilder(), ".ipynb"),
            programming("QML", "qml", CurlyLanguages.javaScript(), ".qml .qbs"),
            programming("XSLT", "xslt", xml(), ".xsl .xslt"),
            prose("Markdown", "markdown", xml(), ".md .markdown .mdown .mkd .mkdn .livemd .ronn"),
            prose("MDX", "markdown", xml(), ".mdx"),
            prose("reStructuredText", "restructuredtext", new SyntaxBuilder(), ".rst .rest"),
            prose(
                    "AsciiDoc",
                    "asciidoc",
                    new SyntaxBuilder()
                            .block(Place.FIRST_COLUMN, "////", "////")
                            .line(Place.FIRST_COLUMN, "//"),
                    ".adoc .asciidoc"),
            prose("Org", "org_mode", new SyntaxBuilder().line(Place.LINE_START, "# "), ".org"),
            prose(
                    "Text",
                    "text",
                    new SyntaxBuilder(),
                    ".txt .text README AUTHORS CHANGELOG INSTALL NEWS TODO LICENSE COPYING"));

    private MarkupLanguages() {}

    static SyntaxBuilder xml() {
        return new SyntaxBuilder().block("<!--", "-->");
    }

    private static SyntaxBuilder component() {
        return xml().line(Place.LINE_START, "//")
                .block(Place.LINE_START, "/*", "*/")
                .rawString("\"", "\"", false);
    }

    private static SyntaxBuilder style() {
        return CurlyLanguages.cLike()
                .string("'")
                .special(false, 'u', ")", -1, false, Openers.fixed("url(", ")", Place.ANYWHERE));
    }
}
