package dev.templedb.temple.projects;

import dev.templedb.sqlite.Transaction;
import dev.templedb.temple.Temple;

/// Brings a history back that a sync took away. Made by the feature that keeps it, which is found through
/// `META-INF/services/dev.templedb.temple.projects.HistoryReturn`, because the registry of projects knows no histories.
public interface HistoryReturn {
    /// Makes the history of `project` what `keeper` has kept, and keeps what it is now in the same way.
    ///
    /// @param keeper the number of what was kept; its rows are not needed afterwards
    void bringBack(Temple temple, Transaction tx, Project project, long keeper);
}
