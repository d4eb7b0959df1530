package dev.templedb.analysis.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.packageurl.PackageURL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageNameTest {
    @ParameterizedTest
    @CsvSource({
        "npm,@babel,core,7.0.0,pkg:npm/%40babel/core@7.0.0",
        "maven,a..b,c,1:2+3~4,pkg:maven/a..b/c@1%3A2%2B3~4",
        "golang,github.com/Foo,Bar,v2,pkg:golang/github.com/foo/bar@v2",
        "npm,'',..,..,pkg:npm/%2E%2E@%2E%2E",
        "npm,'',.,1,pkg:npm/%2E@1",
        "golang,../a/.,x,v1/../2,pkg:golang/%2E%2E/a/%2E/x@v1%2F%2E%2E%2F2",
        "npm,a//b,C,1,pkg:npm/a/b/C@1",
        "nuget,'',é%,1,pkg:nuget/%C3%A9%25@1",
        "pypi,'',Foo_Bar,,pkg:pypi/foo-bar",
    })
    void a_package_url_leads_nowhere_else(String type, String namespace, String name, String version, String url)
            throws Exception {
        var purl = new PackageName(type, namespace, name).purl(version);

        assertThat(purl).isEqualTo(url);
        assertThat(new PackageURL(purl).getType()).isEqualTo(type);
    }
}
