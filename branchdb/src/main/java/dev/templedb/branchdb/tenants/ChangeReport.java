package dev.templedb.branchdb.tenants;

import dev.templedb.branchdb.changes.Offence;
import java.util.List;
import java.util.SequencedMap;

/// What came of a change of a branch, or would come.
///
/// @param edit     what was done
/// @param isMade   whether it was; not for a rehearsal
/// @param version  the version of the branch afterwards
/// @param tenants  how many tenants have a file
/// @param offences by tenant, what would be in the way; only of a rehearsal, because a change with any is refused
/// @param left     how many files could not be brought forward yet, such as for want of space; they are when they are
///                 next used
/// @param findings what a review should point out, with the rows that it is about; only of a rehearsal
public record ChangeReport(
        Edit edit,
        boolean isMade,
        long version,
        int tenants,
        SequencedMap<String, List<Offence>> offences,
        int left,
        List<CountedFinding> findings) {
    ChangeReport withFindings(List<CountedFinding> counted) {
        return new ChangeReport(edit, isMade, version, tenants, offences, left, counted);
    }
}
