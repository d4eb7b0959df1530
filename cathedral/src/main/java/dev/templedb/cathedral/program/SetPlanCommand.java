package dev.templedb.cathedral.program;

import dev.templedb.cathedral.permissions.Caller;
import dev.templedb.cathedral.quotas.Quotas;
import dev.templedb.cathedral.quotas.Quotas.Figure;
import dev.templedb.cathedral.quotas.Usage;
import dev.templedb.cathedral.quotas.UsageResource;
import dev.templedb.cathedral.settings.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// Gives somebody a plan.
@Command(
        name = "set-plan",
        description = {
            "Give a user or an organization a plan, or figures that go before those of the plan.",
            "Whoever has more than that keeps it, and adds nothing. Without anything to set, what is there is shown. Servers"
                    + " follow within a minute."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:there is no such plan or figure",
            "3:there is no such user or organization, or no registry in the directory",
            "6:the database is away"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cathedral admin set-plan ada team",
            "  cathedral admin set-plan acme --storage \"500 GiB\" --members 50",
            "  cathedral admin set-plan acme default --storage plan --members plan"
        })
final class SetPlanCommand extends OperatorCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A user or an organization.")
    String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PLAN",
            description = "free, team, enterprise, or default for that of the setting plans.default.")
    @Nullable
    String plan;

    @Option(
            names = "--storage",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Deduplicated bytes of all projects: a size, unlimited, or plan.")
    @Nullable
    Figure storage;

    @Option(
            names = "--private-projects",
            paramLabel = "N",
            converter = NumberConverter.class,
            description = "Private projects: a number, unlimited, or plan.")
    @Nullable
    Figure privateProjects;

    @Option(
            names = "--members",
            paramLabel = "N",
            converter = NumberConverter.class,
            description = "Members of an organization: a number, unlimited, or plan.")
    @Nullable
    Figure members;

    SetPlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// Reads sizes as settings have them.
    static final class SizeConverter implements ITypeConverter<Figure> {
        @Override
        public Figure convert(String text) {
            return figure(Setting.bytesOrUnlimited("size", "0", ""), text);
        }
    }

    /// Reads numbers as settings have them.
    static final class NumberConverter implements ITypeConverter<Figure> {
        @Override
        public Figure convert(String text) {
            return figure(Setting.numberOrUnlimited("number", "0", ""), text);
        }
    }

    private static Figure figure(Setting<Long> form, String text) {
        try {
            return new Figure(text.equals("plan") ? null : form.parser().apply(text));
        } catch (IllegalArgumentException | ArithmeticException strange) {
            throw new TypeConversionException("it is %s, or plan, and \"%s\" is not".formatted(form.expects(), text));
        }
    }

    @Override
    int run(Launch launch) {
        try (var registry = Registry.open(launch)) {
            var agreement = new Quotas.Agreement(plan, storage, privateProjects, members);
            var usage = registry.jdbi()
                    .inTransaction(handle -> registry.quotas().agree(handle, Caller.SERVER, name, agreement));
            say(UsageResource.json(usage), sentence(usage));
            return 0;
        }
    }

    private static String sentence(Usage usage) {
        var people = usage.members();
        return "%s has the plan %s: %s stored, %s, %s%s."
                .formatted(
                        usage.owner(),
                        usage.plan().word(),
                        measured(usage.bytes(), "byte"),
                        measured(usage.projects(), "project"),
                        measured(usage.privateProjects(), "private project"),
                        people == null ? "" : ", " + measured(people, "member"));
    }

    private static String measured(Usage.Measure measure, String noun) {
        Long limit = measure.limitOrNull();
        return count(measure.used(), noun) + (limit == null ? "" : " of " + limit);
    }
}
