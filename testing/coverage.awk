# Reads JaCoCo's CSV, prints the line coverage of each module and fails when it is too low:
# 85 % over all code, 95 % in `packages` and in the classes named *Store.
# Classes that only run while TempleDB is built are left out.
function percent(covered, missed) { return covered + missed ? 100 * covered / (covered + missed) : 100 }
function row(name, least) {
    value = percent(covered[name], missed[name])
    bad = least && value < least
    printf "%-24s %6d lines %6.1f %%%s%s\n", name, covered[name] + missed[name], value,
        least ? sprintf("  at least %d %%", least) : "", bad ? "  TOO LOW" : ""
    failed = failed || bad
}
function add(name) { missed[name] += $8; covered[name] += $9 }
NR > 1 && $3 != "AotTraining" {
    split($2, part, ".")
    add(part[3])
    add("all")
    name = $3
    sub(/\..*/, "", name)
    if (name ~ /Store$/) add("*Store")
    modules[part[3]] = 1
}
END {
    count = split("core sqlite packages storage analysis branchdb api temple cathedral cli", order, " ")
    for (i = 1; i <= count; i++) if (order[i] in modules) row(order[i], order[i] == "packages" ? 95 : 0)
    if ("*Store" in missed) row("*Store", 95)
    row("all", 85)
    exit failed
}
