package dev.templedb.temple.registry;

import dev.templedb.core.ErrorCode;
import dev.templedb.core.KeptTime;
import dev.templedb.core.TempleException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the place said that hosts a project.
///
/// @param openPullRequests their numbers, in order, each once
/// @param openIssues       their numbers, in order, each once
/// @param stars            how many people marked it
/// @param lastSynced       when the place was asked
public record Hosting(
        List<Long> openPullRequests, List<Long> openIssues, Optional<Long> stars, Optional<Instant> lastSynced) {
    /// Nothing was ever said.
    public static final Hosting NONE = new Hosting(List.of(), List.of(), Optional.empty(), Optional.empty());

    private static final int MOST_NUMBERS = 100_000;

    /// @throws TempleException with `PROJECT_VALUE_INVALID` for negative numbers, more than 100,000 of them, or a
    /// time that
    ///     cannot be kept
    public Hosting {
        openPullRequests = ordered(openPullRequests);
        openIssues = ordered(openIssues);
        stars.ifPresent(Hosting::requireWhole);
        if (lastSynced.filter(time -> !KeptTime.isOne(time)).isPresent()) {
            throw new TempleException(
                    ErrorCode.PROJECT_VALUE_INVALID,
                    "%s is not a time of the years 0 to 9999.".formatted(lastSynced.get()));
        }
    }

    private static List<Long> ordered(List<Long> numbers) {
        if (numbers.size() > MOST_NUMBERS) {
            throw new TempleException(
                    ErrorCode.PROJECT_VALUE_INVALID,
                    "A project has at most %d open issues or pull requests.".formatted(MOST_NUMBERS));
        }
        numbers.forEach(Hosting::requireWhole);
        SortedSet<Long> sorted = new TreeSet<>(numbers);
        return List.copyOf(sorted);
    }

    private static void requireWhole(long number) {
        if (number < 0) {
            throw new TempleException(
                    ErrorCode.PROJECT_VALUE_INVALID, "%d is not a number from 0 on.".formatted(number));
        }
    }

    /// These facts with other pull requests.
    public Hosting withOpenPullRequests(List<Long> numbers) {
        return new Hosting(numbers, openIssues, stars, lastSynced);
    }

    /// These facts with other issues.
    public Hosting withOpenIssues(List<Long> numbers) {
        return new Hosting(openPullRequests, numbers, stars, lastSynced);
    }

    /// These facts with another number of stars.
    public Hosting withStars(long number) {
        return new Hosting(openPullRequests, openIssues, Optional.of(number), lastSynced);
    }

    /// These facts as of another time.
    public Hosting syncedAt(Instant time) {
        return new Hosting(openPullRequests, openIssues, stars, Optional.of(time));
    }
}
