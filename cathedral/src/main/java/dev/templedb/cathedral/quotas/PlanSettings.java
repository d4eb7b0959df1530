package dev.templedb.cathedral.quotas;

import dev.templedb.cathedral.settings.Setting;
import java.util.List;
import java.util.stream.Stream;

/// The settings of plans.
public final class PlanSettings {
    public static final Setting<Plan> DEFAULT = Setting.choice(
            "plans.default",
            Plan.class,
            Plan.ENTERPRISE,
            "The plan of whoever was given none: enterprise, without quotas, suits a registry of one's own.");

    private static final Figures FREE = Figures.of(Plan.FREE, "1 GiB", "5", "1", "1200", "4 GiB");
    private static final Figures TEAM = Figures.of(Plan.TEAM, "100 GiB", "unlimited", "10", "3000", "16 GiB");
    private static final Figures ENTERPRISE =
            Figures.of(Plan.ENTERPRISE, "unlimited", "unlimited", "unlimited", "6000", "32 GiB");

    /// All of them.
    public static final List<Setting<?>> ALL = Stream.concat(
                    Stream.of(DEFAULT), Stream.of(FREE, TEAM, ENTERPRISE).flatMap(Figures::all))
            .<Setting<?>>map(one -> one)
            .toList();

    private PlanSettings() {}

    static Figures figures(Plan plan) {
        return switch (plan) {
            case FREE -> FREE;
            case TEAM -> TEAM;
            case ENTERPRISE -> ENTERPRISE;
        };
    }

    /// The settings of one plan.
    record Figures(
            Setting<Long> bytes,
            Setting<Long> projects,
            Setting<Long> privateProjects,
            Setting<Long> collaborators,
            Setting<Long> members,
            Setting<Long> requests,
            Setting<Long> traffic) {
        private static Figures of(
                Plan plan, String bytes, String privateProjects, String members, String requests, String traffic) {
            String key = "plans." + plan.word() + ".";
            String plans = "with the plan " + plan.word();
            return new Figures(
                    Setting.bytesOrUnlimited(
                            key + "storage",
                            bytes,
                            "Deduplicated bytes that all projects of an owner " + plans + " take."),
                    Setting.numberOrUnlimited(key + "projects", "unlimited", "Projects of an owner " + plans + "."),
                    Setting.numberOrUnlimited(
                            key + "private-projects", privateProjects, "Private projects of an owner " + plans + "."),
                    Setting.numberOrUnlimited(
                            key + "collaborators",
                            "unlimited",
                            "Collaborators of a project of an owner " + plans + "."),
                    Setting.numberOrUnlimited(key + "members", members, "Members of an organization " + plans + "."),
                    Setting.numberOrUnlimited(
                            key + "requests", requests, "Requests that do work, a minute, of a user " + plans + "."),
                    Setting.bytesOrUnlimited(
                            key + "traffic",
                            traffic,
                            "Bytes that go to and fro in a minute, of a user " + plans + "."));
        }

        Stream<Setting<?>> all() {
            return Stream.of(bytes, projects, privateProjects, collaborators, members, requests, traffic);
        }
    }
}
