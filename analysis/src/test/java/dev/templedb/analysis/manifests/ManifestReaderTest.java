package dev.templedb.analysis.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    /// Links files given as path, content, path, content, …; each line is `path: purl [constraint] scope direct ->
    /// needs`.
    static List<String> linked(String... files) {
        var sources = new LinkedHashMap<String, DependencyLinker.Source>();
        for (int i = 0; i < files.length; i += 2) {
            sources.put(files[i], read(files[i], files[i + 1]));
        }
        return lines(DependencyLinker.link(sources));
    }

    static DependencyLinker.Source read(String path, String content) {
        var format = ManifestFormat.of(path).orElseThrow();
        try {
            return new DependencyLinker.Source(
                    format, ManifestReader.read(format, content.getBytes(StandardCharsets.UTF_8)));
        } catch (UnreadableManifest unreadable) {
            throw new AssertionError(path, unreadable);
        }
    }

    static List<String> lines(List<LinkedManifest> linked) {
        return linked.stream()
                .flatMap(manifest -> manifest.mentions().stream().map(mention -> line(manifest, mention)))
                .sorted()
                .toList();
    }

    private static String line(LinkedManifest manifest, Mention mention) {
        var needs = mention.needs().stream()
                .map(need -> manifest.mentions().get(need).name().text())
                .sorted()
                .toList();
        return manifest.path() + ": " + mention.name().purl(mention.version()).replaceFirst("pkg:", "")
                + (mention.constraint() == null ? "" : " [" + mention.constraint() + "]")
                + " " + String.valueOf(mention.scope()).toLowerCase(java.util.Locale.ROOT)
                + (mention.direct() ? " direct" : "")
                + (needs.isEmpty() ? "" : " -> " + String.join(" ", needs));
    }

    private static final String PACKAGE_JSON = """
            {"name": "@acme/shop", "version": "1.0.0",
             "dependencies": {"express": "^4.18.0", "left-pad": "1.3.0", "mine": "workspace:*", "alias": "npm:real@^2"},
             "devDependencies": {"jest": "~29.1"}, "optionalDependencies": {"fsevents": "2"},
             "peerDependencies": {"react": ">=17"}}
            """;

    @Test
    void package_json_asks_for_packages_by_section() {
        assertThat(linked("package.json", PACKAGE_JSON))
                .containsExactly(
                        "package.json: npm/express [^4.18.0] runtime direct",
                        "package.json: npm/fsevents [2] optional direct",
                        "package.json: npm/jest [~29.1] dev direct",
                        "package.json: npm/left-pad@1.3.0 [1.3.0] runtime direct",
                        "package.json: npm/react [>=17] provided direct",
                        "package.json: npm/real [^2] runtime direct");
    }

    @Test
    void package_lock_of_version_3_follows_nested_directories() {
        assertThat(linked("web/package-lock.json", """
                {"name": "shop", "lockfileVersion": 3, "packages": {
                  "": {"name": "shop", "dependencies": {"a": "^1"}, "devDependencies": {"d": "*"}, "workspaces": ["lib"]},
                  "lib": {"dependencies": {"@s/b": "^2"}},
                  "node_modules/shop-lib": {"resolved": "lib", "link": true},
                  "node_modules/a": {"version": "1.2.0", "dependencies": {"@s/b": "^1"}},
                  "node_modules/a/node_modules/@s/b": {"version": "1.0.0"},
                  "node_modules/@s/b": {"version": "2.0.0"},
                  "node_modules/d": {"version": "3.0.0", "dev": true, "dependencies": {"e": "*"}},
                  "node_modules/e": {"version": "4.0.0", "dev": true}}}
                """))
                .containsExactly(
                        "web/package-lock.json: npm/%40s/b@1.0.0 runtime",
                        "web/package-lock.json: npm/%40s/b@2.0.0 [^2] runtime direct",
                        "web/package-lock.json: npm/a@1.2.0 [^1] runtime direct -> @s/b",
                        "web/package-lock.json: npm/d@3.0.0 [*] dev direct -> e",
                        "web/package-lock.json: npm/e@4.0.0 dev");
    }

    @Test
    void package_lock_of_version_1_learns_from_package_json_what_is_direct() {
        assertThat(linked(
                        "package-lock.json",
                        """
                {"lockfileVersion": 1, "dependencies": {
                  "express": {"version": "4.18.2", "requires": {"ms": "2.0.0"}, "dependencies": {"ms": {"version": "2.0.0"}}},
                  "ms": {"version": "2.1.3", "dev": true},
                  "jest": {"version": "29.1.0", "dev": true, "requires": {"ms": "^2.1"}}}}
                """,
                        "package.json",
                        "{\"dependencies\": {\"express\": \"^4\"}, \"devDependencies\": {\"jest\": \"~29.1\"}}"))
                .containsExactly(
                        "package-lock.json: npm/express@4.18.2 [^4] runtime direct -> ms",
                        "package-lock.json: npm/jest@29.1.0 [~29.1] dev direct -> ms",
                        "package-lock.json: npm/ms@2.0.0 runtime",
                        "package-lock.json: npm/ms@2.1.3 dev");
    }

    @Test
    void pnpm_lock_of_version_9() {
        assertThat(linked("pnpm-lock.yaml", """
                lockfileVersion: '9.0'
                importers:
                  .:
                    dependencies:
                      a:
                        specifier: ^1.0.0
                        version: 1.0.1(peer@3.0.0)
                    devDependencies:
                      '@t/x':
                        specifier: '*'
                        version: 2.0.0
                packages:
                  a@1.0.1:
                    resolution: {integrity: sha512-x}
                  '@t/x@2.0.0':
                    resolution: {integrity: sha512-y}
                  peer@3.0.0:
                    resolution: {integrity: sha512-z}
                snapshots:
                  a@1.0.1(peer@3.0.0):
                    dependencies:
                      peer: 3.0.0
                  '@t/x@2.0.0': {}
                  peer@3.0.0: {}
                """))
                .containsExactly(
                        "pnpm-lock.yaml: npm/%40t/x@2.0.0 [*] dev direct",
                        "pnpm-lock.yaml: npm/a@1.0.1 [^1.0.0] runtime direct -> peer",
                        "pnpm-lock.yaml: npm/peer@3.0.0 runtime");
    }

    @ParameterizedTest
    @CsvSource({"5.4, /a/1.0.1, /@s/b/2.0.0, 2.0.0", "'6.0', /a@1.0.1(x@1.0.0), /@s/b@2.0.0, 2.0.0"})
    void pnpm_lock_of_older_versions(String version, String a, String b, String reference) {
        var lock = """
                lockfileVersion: %s
                specifiers: {a: ^1}
                dependencies: {a: %s}
                packages:
                  %s:
                    dependencies: {'@s/b': %s}
                  '%s':
                    dev: false
                """.formatted(version, version.startsWith("5") ? "1.0.1" : "1.0.1(x@1.0.0)", a, reference, b);
        assertThat(linked("pnpm-lock.yaml", lock))
                .containsExactly(
                        "pnpm-lock.yaml: npm/%40s/b@2.0.0 runtime",
                        "pnpm-lock.yaml: npm/a@1.0.1 [^1] runtime direct -> @s/b");
    }

    @Test
    void yarn_lock_of_version_1() {
        assertThat(linked("yarn.lock", """
                # yarn lockfile v1


                "@s/b@^1.0.0", "@s/b@^1.1.0":
                  version "1.1.5"
                  resolved "https://example.org/b.tgz#abc"

                a@^2:
                  version "2.0.0"
                  dependencies:
                    "@s/b" "^1.1.0"
                  optionalDependencies:
                    c ">= 1"

                "c@>= 1":
                  version "1.9.0"
                """, "package.json", "{\"devDependencies\": {\"a\": \"^2\"}}"))
                .containsExactly(
                        "yarn.lock: npm/%40s/b@1.1.5 dev",
                        "yarn.lock: npm/a@2.0.0 [^2] dev direct -> @s/b c", "yarn.lock: npm/c@1.9.0 dev");
    }

    @Test
    void yarn_lock_of_berry_knows_the_workspaces() {
        assertThat(linked("yarn.lock", """
                __metadata:
                  version: 8
                  cacheKey: 10c0

                "a@npm:^2":
                  version: 2.0.0
                  resolution: "a@npm:2.0.0"
                  dependencies:
                    "@s/b": "npm:^1.0.0"
                  languageName: node
                  linkType: hard

                "@s/b@npm:^1.0.0, @s/b@npm:^1.1.0":
                  version: 1.1.5
                  resolution: "@s/b@npm:1.1.5"
                  linkType: hard

                "shop@workspace:.":
                  version: 0.0.0-use.local
                  resolution: "shop@workspace:."
                  dependencies:
                    a: "npm:^2"
                  linkType: soft
                """))
                .containsExactly(
                        "yarn.lock: npm/%40s/b@1.1.5 runtime", "yarn.lock: npm/a@2.0.0 [^2] runtime direct -> @s/b");
    }

    @Test
    void poms_take_versions_from_parents_properties_and_boms_of_the_project() {
        var parent = """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <groupId>org.acme</groupId><artifactId>parent</artifactId><version>1.0</version>
                  <properties><log4j.version>2.16.0</log4j.version><jackson>2.17.1</jackson></properties>
                  <dependencyManagement><dependencies>
                    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>${log4j.version}</version></dependency>
                    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope></dependency>
                    <dependency><groupId>org.acme</groupId><artifactId>bom</artifactId><version>${project.version}</version><type>pom</type><scope>import</scope></dependency>
                  </dependencies></dependencyManagement>
                </project>""";
        var bom = """
                <project><groupId>org.acme</groupId><artifactId>bom</artifactId><version>1.0</version>
                  <dependencyManagement><dependencies>
                    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-core</artifactId><version>2.15.0</version></dependency>
                  </dependencies></dependencyManagement></project>""";
        var child = """
                <project><parent><groupId>org.acme</groupId><artifactId>parent</artifactId><version>1.0</version></parent>
                  <artifactId>web</artifactId>
                  <properties><log4j.version>2.17.1</log4j.version></properties>
                  <dependencies>
                    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId></dependency>
                    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-core</artifactId></dependency>
                    <dependency><groupId>${project.groupId}</groupId><artifactId>bom</artifactId><version>${project.version}</version></dependency>
                    <dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency>
                    <dependency><groupId>javax.servlet</groupId><artifactId>servlet-api</artifactId><version>[2,3)</version><scope>provided</scope></dependency>
                    <dependency><groupId>x</groupId><artifactId>unknown</artifactId><version>${nobody}</version><optional>true</optional></dependency>
                  </dependencies></project>""";

        assertThat(linked("pom.xml", parent, "bom/pom.xml", bom, "web/pom.xml", child))
                .filteredOn(line -> line.startsWith("web"))
                .containsExactly(
                        "web/pom.xml: maven/com.fasterxml.jackson.core/jackson-core@2.15.0 [2.15.0] runtime direct",
                        "web/pom.xml: maven/javax.servlet/servlet-api [[2,3)] provided direct",
                        "web/pom.xml: maven/junit/junit@4.13.2 [4.13.2] test direct",
                        "web/pom.xml: maven/org.apache.logging.log4j/log4j-core@2.16.0 [2.16.0] runtime direct",
                        "web/pom.xml: maven/x/unknown [${nobody}] optional direct");
    }

    @Test
    void gradle_files_take_versions_from_catalogs_properties_and_platforms() {
        assertThat(linked(
                        "gradle/libs.versions.toml",
                        """
                [versions]
                slf4j = "2.0.9"
                junit = { strictly = "5.10.0" }
                [libraries]
                slf4j-api = { module = "org.slf4j:slf4j-api", version.ref = "slf4j" }
                junit-jupiter = { group = "org.junit.jupiter", name = "junit-jupiter", version.ref = "junit" }
                [bundles]
                logging = ["slf4j-api"]
                """,
                        "gradle.properties",
                        "guavaVersion=33.0.0-jre\n",
                        "platform.gradle",
                        """
                dependencies { constraints {
                    api("org.assertj:assertj-core:3.25.1") } }
                """,
                        "app/build.gradle.kts",
                        """
                dependencies {
                    // implementation("not:this:1.0")
                    implementation(libs.bundles.logging)
                    implementation("com.google.guava:guava:${guavaVersion}")
                    testImplementation(libs.junit.jupiter)
                    testImplementation("org.assertj:assertj-core")
                    implementation(platform("org.acme:bom:1.0"))
                    api(project(":core"))
                }
                """,
                        "old/build.gradle",
                        """
                ext { springVersion = '6.1.0' }
                dependencies {
                    compile "org.springframework:spring-core:$springVersion", 'a:b:1',
                        'c:d'
                    testCompile group: 'junit', name: 'junit', version: '4.12'
                    compileOnly 'org.projectlombok:lombok:1.18.+'
                }
                """))
                .contains(
                        "app/build.gradle.kts: maven/com.google.guava/guava@33.0.0-jre [33.0.0-jre] runtime direct",
                        "app/build.gradle.kts: maven/org.acme/bom@1.0 [1.0] managed",
                        "app/build.gradle.kts: maven/org.assertj/assertj-core@3.25.1 [3.25.1] test direct",
                        "app/build.gradle.kts: maven/org.junit.jupiter/junit-jupiter@5.10.0 [5.10.0] test direct",
                        "app/build.gradle.kts: maven/org.slf4j/slf4j-api@2.0.9 [2.0.9] runtime direct",
                        "old/build.gradle: maven/a/b@1 [1] runtime direct",
                        "old/build.gradle: maven/c/d runtime direct",
                        "old/build.gradle: maven/junit/junit@4.12 [4.12] test direct",
                        "old/build.gradle: maven/org.projectlombok/lombok [1.18.+] provided direct",
                        "old/build.gradle: maven/org.springframework/spring-core@6.1.0 [6.1.0] runtime direct")
                .noneMatch(line -> line.contains("not/this"));
    }

    @Test
    void gradle_locks_say_what_the_build_files_get() {
        assertThat(linked(
                        "gradle.lockfile",
                        """
                # This is a Gradle generated file
                com.google.guava:guava:33.0.0-jre=compileClasspath,runtimeClasspath
                junit:junit:4.13.2=testCompileClasspath
                empty=annotationProcessor
                """,
                        "build.gradle",
                        "dependencies { implementation 'com.google.guava:guava:33.+' }"))
                .containsExactly(
                        "gradle.lockfile: maven/com.google.guava/guava@33.0.0-jre [33.+] runtime direct",
                        "gradle.lockfile: maven/junit/junit@4.13.2 test");
    }

    @Test
    void requirements_and_constraints_of_pip() {
        assertThat(linked(
                        "requirements.txt",
                        """
                -r other.txt
                --index-url https://example.org
                Django>=4.2,<5 ; python_version >= "3.8"  # web
                requests[security]==2.31.0 \\
                    --hash=sha256:abc
                Flask_Login
                pkg @ https://example.org/pkg.whl
                ./local
                """,
                        "constraints.txt",
                        "flask-login==0.6.3\n",
                        "requirements-dev.txt",
                        "pytest~=7.0\n"))
                .containsExactly(
                        "constraints.txt: pypi/flask-login@0.6.3 [==0.6.3] managed",
                        "requirements-dev.txt: pypi/pytest [~=7.0] dev direct",
                        "requirements.txt: pypi/django [>=4.2,<5] runtime direct",
                        "requirements.txt: pypi/flask-login@0.6.3 [==0.6.3] runtime direct",
                        "requirements.txt: pypi/pkg [@ https://example.org/pkg.whl] runtime direct",
                        "requirements.txt: pypi/requests@2.31.0 [==2.31.0] runtime direct");
    }

    @Test
    void requirements_of_pip_that_are_places_have_the_name_that_they_say() {
        assertThat(linked("requirements.txt", """
                git+https://github.com/a/b.git@v1#egg=b
                c @ git+https://github.com/a/c.git@v1
                -e git+ssh://git@example.org/d.git#egg=D_d&subdirectory=x
                git+https://github.com/a/nameless.git@v1
                https://example.org/x/my_x-1.0-py3-none-any.whl ; python_version > "3"
                z@https://me:secret@example.org/z-2.1-py3-none-any.whl
                --find-links https://example.org/q-1.0-py3-none-any.whl
                ./local
                ../beside[extra]
                -e .
                C:\\work\\local
                nothing that pip could read
                """))
                .containsExactly(
                        "requirements.txt: pypi/b [@ git+https://github.com/a/b.git@v1#egg=b] runtime direct",
                        "requirements.txt: pypi/c [@ git+https://github.com/a/c.git@v1] runtime direct",
                        "requirements.txt: pypi/d-d [@ git+ssh://git@example.org/d.git#egg=D_d&subdirectory=x] runtime direct",
                        "requirements.txt: pypi/my-x@1.0 [==1.0] runtime direct",
                        "requirements.txt: pypi/z@2.1 [@https://example.org/z-2.1-py3-none-any.whl] runtime direct");
    }

    @Test
    void pyproject_with_a_lock_of_poetry() {
        assertThat(linked("pyproject.toml", """
                [tool.poetry]
                name = "shop"
                [tool.poetry.dependencies]
                python = "^3.11"
                httpx = {version = "^0.27", extras = ["http2"]}
                [tool.poetry.group.dev.dependencies]
                pytest = "^8"
                [build-system]
                requires = ["poetry-core>=1.0"]
                """, "poetry.lock", """
                [[package]]
                name = "httpx"
                version = "0.27.0"
                optional = false
                [package.dependencies]
                certifi = "*"
                [[package]]
                name = "certifi"
                version = "2024.2.2"
                [[package]]
                name = "pytest"
                version = "8.1.1"
                """))
                .containsExactly(
                        "poetry.lock: pypi/certifi@2024.2.2 runtime",
                        "poetry.lock: pypi/httpx@0.27.0 [^0.27] runtime direct -> certifi",
                        "poetry.lock: pypi/pytest@8.1.1 [^8] dev direct",
                        "pyproject.toml: pypi/poetry-core [>=1.0] build direct");
    }

    @Test
    void locks_of_uv_and_pipenv() {
        assertThat(linked("uv.lock", """
                version = 1
                [[package]]
                name = "shop"
                version = "0.1.0"
                source = { virtual = "." }
                dependencies = [{ name = "anyio" }]
                [package.dev-dependencies]
                dev = [{ name = "ruff" }]
                [[package]]
                name = "anyio"
                version = "4.3.0"
                source = { registry = "https://example.org/simple" }
                dependencies = [{ name = "idna", marker = "python_version < '3.13'" }]
                [[package]]
                name = "idna"
                version = "3.6"
                source = { registry = "https://example.org/simple" }
                [[package]]
                name = "ruff"
                version = "0.4.0"
                source = { registry = "https://example.org/simple" }
                """))
                .containsExactly(
                        "uv.lock: pypi/anyio@4.3.0 runtime direct -> idna",
                        "uv.lock: pypi/idna@3.6 runtime",
                        "uv.lock: pypi/ruff@0.4.0 dev direct");
        assertThat(linked(
                        "Pipfile",
                        "[packages]\nrequests = \"*\"\n[dev-packages]\nblack = \"*\"\n",
                        "Pipfile.lock",
                        """
                {"default": {"requests": {"version": "==2.31.0"}, "urllib3": {"version": "==2.2.1"}},
                 "develop": {"black": {"version": "==24.3.0"}}}"""))
                .containsExactly(
                        "Pipfile.lock: pypi/black@24.3.0 dev direct",
                        "Pipfile.lock: pypi/requests@2.31.0 runtime direct",
                        "Pipfile.lock: pypi/urllib3@2.2.1 runtime");
    }

    @Test
    void cargo_with_a_workspace() {
        assertThat(linked(
                        "Cargo.toml",
                        "[workspace]\nmembers = [\"cli\"]\n[workspace.dependencies]\nserde = \"1.0\"\n",
                        "cli/Cargo.toml",
                        """
                [package]
                name = "cli"
                [dependencies]
                serde = { workspace = true }
                core = { path = "../core" }
                [dev-dependencies]
                tempfile = "3"
                [target.'cfg(unix)'.dependencies]
                nix = { version = "0.28", optional = true }
                """,
                        "Cargo.lock",
                        """
                version = 3
                [[package]]
                name = "cli"
                version = "0.1.0"
                dependencies = ["nix", "serde", "tempfile", "rand 0.8.5"]
                [[package]]
                name = "nix"
                version = "0.28.0"
                source = "registry+https://example.org/index"
                dependencies = ["rand 0.7.3 (registry+https://example.org/index)"]
                [[package]]
                name = "rand"
                version = "0.7.3"
                source = "registry+https://example.org/index"
                [[package]]
                name = "rand"
                version = "0.8.5"
                source = "registry+https://example.org/index"
                [[package]]
                name = "serde"
                version = "1.0.197"
                source = "registry+https://example.org/index"
                [[package]]
                name = "tempfile"
                version = "3.10.1"
                source = "registry+https://example.org/index"
                """))
                .containsExactly(
                        "Cargo.lock: cargo/nix@0.28.0 [0.28] optional direct -> rand",
                        "Cargo.lock: cargo/rand@0.7.3 optional",
                        "Cargo.lock: cargo/rand@0.8.5 runtime direct",
                        "Cargo.lock: cargo/serde@1.0.197 [1.0] runtime direct",
                        "Cargo.lock: cargo/tempfile@3.10.1 [3] dev direct",
                        "Cargo.toml: cargo/serde [1.0] managed");
    }

    @Test
    void go_mod_says_what_is_indirect_and_replaced() {
        assertThat(linked(
                        "go.mod",
                        """
                module github.com/acme/shop

                go 1.21

                require (
                	github.com/pkg/errors v0.9.1
                	golang.org/x/text v0.3.0 // indirect
                )
                require gopkg.in/yaml.v3 v3.0.1
                replace golang.org/x/text => golang.org/x/text v0.14.0
                replace github.com/acme/lib => ../lib
                """,
                        "go.sum",
                        "github.com/other/x v1.0.0 h1:abc=\ngithub.com/other/x v1.0.0/go.mod h1:abc=\n"))
                .containsExactly(
                        "go.mod: golang/github.com/pkg/errors@v0.9.1 runtime direct",
                        "go.mod: golang/golang.org/x/text@v0.14.0 runtime",
                        "go.mod: golang/gopkg.in/yaml.v3@v3.0.1 runtime direct");
    }

    @Test
    void what_go_mod_replaces_by_a_local_directory_is_no_package() {
        assertThat(linked("go.mod", """
                        module x
                        go 1.21
                        require (
                        	golang.org/x/net v0.17.0
                        	golang.org/x/text v0.3.0
                        	golang.org/x/sys v0.1.0
                        	golang.org/x/mod v0.2.0 // indirect
                        )
                        replace golang.org/x/net => ../net
                        replace (
                        	golang.org/x/text v0.3.0 => ./text
                        	golang.org/x/sys v0.2.0 => "./sys"
                        	golang.org/x/mod => /srv/mod
                        )
                        """, "go.sum", "golang.org/x/net v0.17.0 h1:abc=\n"))
                .containsExactly("go.mod: golang/golang.org/x/sys@v0.1.0 runtime direct");
    }

    @Test
    void before_go_1_17_go_sum_completes_the_list() {
        assertThat(linked(
                        "go.mod",
                        "module x\ngo 1.16\nrequire github.com/pkg/errors v0.9.1\n",
                        "go.sum",
                        "github.com/other/x v1.0.0 h1:abc=\ngithub.com/pkg/errors v0.9.1 h1:abc=\n"))
                .containsExactly(
                        "go.mod: golang/github.com/pkg/errors@v0.9.1 runtime direct",
                        "go.sum: golang/github.com/other/x@v1.0.0 runtime");
    }

    @Test
    void gemfile_lock_with_a_gem_of_its_own() {
        assertThat(linked("Gemfile.lock", """
                PATH
                  remote: .
                  specs:
                    mine (0.1.0)
                      rack (>= 2)

                GEM
                  remote: https://example.org/
                  specs:
                    nokogiri (1.16.2-x86_64-linux)
                      racc (~> 1.4)
                    racc (1.7.3)
                    rack (3.0.9)

                PLATFORMS
                  x86_64-linux

                DEPENDENCIES
                  mine!
                  nokogiri (~> 1.16)

                BUNDLED WITH
                   2.5.6
                """))
                .containsExactly(
                        "Gemfile.lock: gem/nokogiri@1.16.2 [~> 1.16] runtime direct -> racc",
                        "Gemfile.lock: gem/racc@1.7.3 runtime",
                        "Gemfile.lock: gem/rack@3.0.9 [>= 2] runtime direct");
    }

    private static final String GEMFILE = """
            # frozen_string_literal: true
            source "https://example.org"
            ruby "3.3.0"
            gemspec
            gem "rails", "~> 7.0" # the "web"
            gem 'pg', '>= 1.1', '< 2.0', require: false
            gem("puma",
                "= 6.4.0")
            gem "mail", [">= 2", "< 3"]
            gem "ours", path: "engines/ours"
            gem "fork", git: "https://example.org/fork.git", branch: "main"
            gem "debug", :group => [:development, :test]
            gem "odd", ENV.fetch("ODD", "~> 1")
            group :development do
              gem "web-console"
              if RUBY_VERSION > "3"
                gem "listen", "~> 3.3"
              end
            end
            group :test, :development do
              gem "rspec", "3.13.0" if true
            end
            path "engines" do
              gem "engine"
            end
            gem "last"
            __END__
            gem "never"
            """;

    @Test
    void gemfile_asks_for_gems_by_group() {
        assertThat(linked("Gemfile", GEMFILE))
                .containsExactly(
                        "Gemfile: gem/debug test direct",
                        "Gemfile: gem/fork runtime direct",
                        "Gemfile: gem/last runtime direct",
                        "Gemfile: gem/listen [~> 3.3] dev direct",
                        "Gemfile: gem/mail [>= 2, < 3] runtime direct",
                        "Gemfile: gem/odd runtime direct",
                        "Gemfile: gem/pg [>= 1.1, < 2.0] runtime direct",
                        "Gemfile: gem/puma@6.4.0 [= 6.4.0] runtime direct",
                        "Gemfile: gem/rails [~> 7.0] runtime direct",
                        "Gemfile: gem/rspec@3.13.0 [3.13.0] test direct",
                        "Gemfile: gem/web-console dev direct");
        assertThat(linked("gems.rb", "gem 'rack'")).containsExactly("gems.rb: gem/rack runtime direct");
    }

    @Test
    void gemfile_says_the_groups_of_what_is_locked() {
        assertThat(linked("Gemfile", "gem 'rspec', group: :test\n", "Gemfile.lock", """
                GEM
                  specs:
                    diff-lcs (1.5.1)
                    rspec (3.13.0)
                      diff-lcs (>= 1.2.0)

                DEPENDENCIES
                  rspec
                """))
                .containsExactly(
                        "Gemfile.lock: gem/diff-lcs@1.5.1 test",
                        "Gemfile.lock: gem/rspec@3.13.0 test direct -> diff-lcs");
    }

    @Test
    void composer_with_a_lock() {
        assertThat(linked(
                        "composer.json",
                        "{\"require\": {\"php\": \">=8\", \"Monolog/Monolog\": \"^3\"}, \"require-dev\": {\"phpunit/phpunit\": \"^11\"}}",
                        "composer.lock",
                        """
                {"packages": [{"name": "monolog/monolog", "version": "3.5.0", "require": {"psr/log": "^3", "php": ">=8"}},
                              {"name": "psr/log", "version": "v3.0.0"}],
                 "packages-dev": [{"name": "phpunit/phpunit", "version": "11.0.3"}]}"""))
                .containsExactly(
                        "composer.lock: composer/monolog/monolog@3.5.0 [^3] runtime direct -> psr/log",
                        "composer.lock: composer/phpunit/phpunit@11.0.3 [^11] dev direct",
                        "composer.lock: composer/psr/log@3.0.0 runtime");
    }

    @Test
    void nuget_projects_with_central_versions_and_locks() {
        var project = """
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><LogVersion>3.1.1</LogVersion></PropertyGroup><ItemGroup>
                  <PackageReference Include="Serilog" Version="$(LogVersion)" />
                  <PackageReference Include="newtonsoft.json" />
                  <PackageReference Include="StyleCop"><Version>[1.0,2.0)</Version><PrivateAssets>all</PrivateAssets></PackageReference>
                </ItemGroup></Project>""";
        assertThat(
                        linked(
                                "src/App.csproj",
                                project,
                                "Directory.Packages.props",
                                "<Project><ItemGroup><PackageVersion Include=\"Newtonsoft.Json\" Version=\"13.0.3\"/></ItemGroup></Project>",
                                "old/packages.config",
                                "<packages><package id=\"NUnit\" version=\"3.14.0\" developmentDependency=\"true\"/></packages>"))
                .containsExactly(
                        "Directory.Packages.props: nuget/Newtonsoft.Json@13.0.3 [13.0.3] managed",
                        "old/packages.config: nuget/NUnit@3.14.0 dev direct",
                        "src/App.csproj: nuget/Serilog@3.1.1 [3.1.1] runtime direct",
                        "src/App.csproj: nuget/StyleCop [[1.0,2.0)] dev direct",
                        "src/App.csproj: nuget/newtonsoft.json@13.0.3 [13.0.3] runtime direct");
        assertThat(linked("packages.lock.json", """
                {"version": 1, "dependencies": {"net8.0": {
                  "Serilog": {"type": "Direct", "requested": "[3.1.1, )", "resolved": "3.1.1", "dependencies": {"System.Memory": "4.5.5"}},
                  "System.Memory": {"type": "Transitive", "resolved": "4.5.5"},
                  "core": {"type": "Project"}}}}"""))
                .containsExactly(
                        "packages.lock.json: nuget/Serilog@3.1.1 [[3.1.1, )] runtime direct -> System.Memory",
                        "packages.lock.json: nuget/System.Memory@4.5.5 runtime");
    }

    @Test
    void flake_lock_follows_inputs() {
        assertThat(linked("flake.lock", """
                {"nodes": {
                  "nixpkgs": {"locked": {"type": "github", "owner": "NixOS", "repo": "nixpkgs", "rev": "abc123"},
                              "original": {"type": "github", "owner": "NixOS", "repo": "nixpkgs", "ref": "nixos-24.05"}},
                  "utils": {"inputs": {"systems": "systems", "nixpkgs": ["nixpkgs"]},
                            "locked": {"type": "github", "owner": "numtide", "repo": "flake-utils", "rev": "def456"}},
                  "systems": {"locked": {"type": "git", "url": "https://example.org/s", "rev": "0aa"}},
                  "root": {"inputs": {"nixpkgs": "nixpkgs", "utils": "utils"}}},
                 "root": "root", "version": 7}"""))
                .containsExactly(
                        "flake.lock: generic/systems@0aa build",
                        "flake.lock: github/nixos/nixpkgs@abc123 [nixos-24.05] build direct",
                        "flake.lock: github/numtide/flake-utils@def456 build direct -> nixos/nixpkgs systems");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/Main.java",
                "readme.txt",
                "data.json",
                "web/node_modules/a/package.json",
                "vendor/x/go.mod",
                "a.toml",
                "package.json.bak",
                "notes/requirements.md"
            })
    void other_files_are_no_manifests(String path) {
        assertThat(ManifestFormat.of(path)).isEmpty();
    }

    @Test
    void the_order_of_files_does_not_matter() {
        var files = new LinkedHashMap<String, DependencyLinker.Source>();
        files.put("package.json", read("package.json", PACKAGE_JSON));
        files.put("yarn.lock", read("yarn.lock", "\"express@^4.18.0\":\n  version \"4.18.2\"\n"));
        files.put("go.mod", read("go.mod", "module m\nrequire a/b v1.0.0\n"));
        Map<String, DependencyLinker.Source> reversed = new TreeMap<>(java.util.Comparator.reverseOrder());
        reversed.putAll(files);
        assertThat(DependencyLinker.link(reversed)).isEqualTo(DependencyLinker.link(files));
    }

    @ParameterizedTest
    @EnumSource(ManifestFormat.class)
    void nonsense_is_refused_or_says_nothing(ManifestFormat format) {
        for (var nonsense :
                List.of("", "\0\0\0", "[", "{{{{", "<a><b></a>", "=\n:\n\"", "- - -\n", "\uFFFF".repeat(50))) {
            try {
                var manifest = ManifestReader.read(format, nonsense.getBytes(StandardCharsets.UTF_8));
                assertThat(manifest.mentions()).isEmpty();
            } catch (UnreadableManifest refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ManifestFormat.class)
    void deep_nesting_ends_quickly(ManifestFormat format) {
        for (var open :
                List.of("[", "{\"a\":", "<a>", "a=[", "a:\n ", "((((", "dependencies {", "- ", "{a: ", "[a]\n", "a.")) {
            try {
                ManifestReader.read(format, open.repeat(100_000).getBytes(StandardCharsets.UTF_8));
            } catch (UnreadableManifest refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void entities_of_xml_are_refused() {
        for (var type : List.of(
                "<!DOCTYPE project [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>",
                "<!DOCTYPE project SYSTEM \"file:///etc/passwd\">")) {
            var pom = type + "<project><artifactId>&b;</artifactId></project>";
            assertThatThrownBy(() -> ManifestReader.read(ManifestFormat.POM, pom.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UnreadableManifest.class)
                    .hasMessageContaining("document type");
        }
    }

    @Test
    void anchors_of_yaml_do_not_multiply() throws UnreadableManifest {
        var lock = new StringBuilder("a: &a {x: y}\n");
        for (char name = 'b'; name < 'z'; name++) {
            lock.append("%c: &%c [*%c, *%c, *%c, *%c]\n".formatted(name, name, name - 1, name - 1, name - 1, name - 1));
        }
        assertThat(ManifestReader.read(ManifestFormat.PNPM_LOCK, lock.toString().getBytes(StandardCharsets.UTF_8))
                        .mentions())
                .isEmpty();
    }

    @Test
    void parents_that_are_each_others_parents_end() {
        assertThat(
                        linked(
                                "pom.xml",
                                "<project><parent><groupId>g</groupId><artifactId>b</artifactId><version>1</version><relativePath>b</relativePath></parent><artifactId>a</artifactId><properties><x>${y}</x><y>${x}${x}</y></properties><dependencies><dependency><groupId>q</groupId><artifactId>q</artifactId><version>${x}</version></dependency></dependencies></project>",
                                "b/pom.xml",
                                "<project><parent><groupId>g</groupId><artifactId>a</artifactId><version>1</version></parent><artifactId>b</artifactId></project>"))
                .hasSize(1);
    }
}
