package io.blocktier.cli;

import io.blocktier.cli.bench.StoreFindings;
import io.blocktier.cli.bench.StoreLevel;
import io.blocktier.cli.bench.StorePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found of a store, for people and for machines.
 *
 * @param found what was measured
 * @param plan how
 * @param warnings what speaks against it
 * @param yaml the settings that suit it
 * @param bill what it was asked for
 */
record StoreReport(
    StoreFindings found, StorePlan plan, List<String> warnings, String yaml, CallBill bill) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(Problem.plain(found.probe().store()));
    lines.add(
        "an acknowledged write is "
            + DurabilityText.of(found.probe().capabilities().durability())
            + "; measured in "
            + Units.seconds(found.nanos()));
    lines.add("");
    found
        .checks()
        .forEach(check ->
            lines.add(finding(check.name(), check.kept() ? "kept" : "BROKEN", check.evidence())));
    found
        .probe()
        .findings()
        .forEach(each ->
            lines.add(finding(label(each.capability()), label(each.verdict()), each.evidence())));
    lines.add("");
    lines.add(BenchTable.heading("4 KiB, one at a time"));
    found.small().forEach((name, times) -> lines.add(BenchTable.line(name, times)));
    lines.add(
        "    failed "
            + Units.count(found.failures())
            + ", of these throttled "
            + Units.count(found.throttled()));
    lines.add("");
    lines.add(BenchTable.heading(Units.bytes(plan.blockBytes()) + ", side by side"));
    found.writes().forEach(level -> lines.addAll(lines("write", level)));
    found.reads().forEach(level -> lines.addAll(lines("read", level)));
    lines.add("");
    lines.addAll(bill.lines());
    lines.add("");
    warnings.forEach(warning -> lines.add("WARNING: " + Problem.plain(warning)));
    lines.add("settings that suit this store ('blocktier config check' takes them):");
    lines.add("");
    lines.add(yaml.stripTrailing());
    return lines;
  }

  private static String finding(String name, String verdict, String evidence) {
    return String.format(Locale.ROOT, "%-26s %-13s %s", name, verdict, Problem.plain(evidence));
  }

  private static List<String> lines(String what, StoreLevel level) {
    List<String> lines = new ArrayList<>();
    lines.add(BenchTable.line(what + ", " + level.concurrency() + " at a time", level.times()));
    if (level.failures() > 0) {
      lines.add(
          "    failed "
              + Units.count(level.failures())
              + ", of these throttled "
              + Units.count(level.throttled()));
    }
    return lines;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", found.probe().store());
    json.put("durability", found.probe().capabilities().durability().name());
    json.put("sound", found.sound());
    json.put("seconds", Units.round(found.nanos() / 1e9, 1));
    Map<String, Object> checks = new LinkedHashMap<>();
    found.checks().forEach(check -> checks.put(check.name(), check.kept() ? "kept" : "broken"));
    json.put("promises", checks);
    Map<String, Object> probed = new LinkedHashMap<>();
    found
        .probe()
        .findings()
        .forEach(each -> probed.put(label(each.capability()), label(each.verdict())));
    json.put("capabilities", probed);
    Map<String, Object> small = new LinkedHashMap<>();
    found.small().forEach((name, times) -> small.put(name, BenchTable.json(times)));
    json.put("small", small);
    json.put("failures", found.failures());
    json.put("throttled", found.throttled());
    json.put("block_bytes", plan.blockBytes());
    json.put("writes", found.writes().stream().map(StoreReport::json).toList());
    json.put("reads", found.reads().stream().map(StoreReport::json).toList());
    json.put("asked_for", bill.json());
    json.put("warnings", warnings);
    json.put("yaml", yaml);
    return json;
  }

  private static Map<String, Object> json(StoreLevel level) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("concurrency", level.concurrency());
    json.putAll(BenchTable.json(level.times()));
    json.put("failures", level.failures());
    json.put("throttled", level.throttled());
    return json;
  }
}
