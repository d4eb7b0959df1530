package dev.templedb.temple.dependencies;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.TempleException;
import dev.templedb.temple.Temple;
import dev.templedb.temple.history.HistoryReader;
import dev.templedb.temple.projects.Project;
import java.time.Instant;

/// Makes the bill of materials of a project of the temple.
public final class BillOfMaterials {
    private final Temple temple;
    private final String program;

    /// @param program the version of TempleDB
    public BillOfMaterials(Temple temple, String program) {
        this.temple = temple;
        this.program = program;
    }

    /// The bill of a project as the tree stands that `HEAD` names, as JSON in ASCII; of an empty one, an empty
    /// bill.
    public byte[] of(Project project) {
        return CycloneDx.write(subject(project), new Dependencies(temple).graph(project.id()));
    }

    private CycloneDx.Subject subject(Project project) {
        try {
            var commit = new HistoryReader(temple).show(project.id(), "HEAD").commit();
            return new CycloneDx.Subject(
                    project.slug().text(), commit.id().hex(), commit.committer().at(), program);
        } catch (TempleException empty) {
            if (empty.code() != ErrorCode.PROJECT_EMPTY && empty.code() != ErrorCode.REF_NOT_FOUND) {
                throw empty;
            }
            return new CycloneDx.Subject(project.slug().text(), "", Instant.EPOCH, program);
        }
    }
}
