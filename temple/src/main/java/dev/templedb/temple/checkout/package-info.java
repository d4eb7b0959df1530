/// Writing what a project holds to a directory, exactly.
///
/// Start with [ProjectCheckout]; [TreeWriter] writes one tree and is what [dev.templedb.temple.git.GitExport] uses for
/// a work tree.
///
/// ```java
/// var report = new ProjectCheckout(temple).run(project.id(), "v1.0", Path.of("web-app"), progress);
/// ```
@NullMarked
package dev.templedb.temple.checkout;

import org.jspecify.annotations.NullMarked;
