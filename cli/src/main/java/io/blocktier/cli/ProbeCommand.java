package io.blocktier.cli;

import io.blocktier.blockstore.Capabilities;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Limits;
import io.blocktier.blockstore.ProbeReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Races a store's claims and prints what was found. */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = {
      "Race a store's claims against the live store, in blocks of its own that it removes.",
      "A capability that is refuted is a finding, not an error."
    },
    footer = {"", "Example: blocktier probe s3://localhost:9000/test"})
final class ProbeCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "0..1", paramLabel = "URI", description = "The store.")
  private @Nullable String uri;

  ProbeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    Target target = uri == null ? session.stores().configuredStore() : session.stores().target(uri);
    ProbeReport report = target.store().probe();
    if (session.options().json()) {
      session.out().line(Json.line(json(report)));
    } else {
      print(report);
    }
    return ExitCode.OK.status();
  }

  private void print(ProbeReport report) {
    Capabilities capabilities = report.capabilities();
    Output out = session.out();
    out.line(report.store());
    out.line("an acknowledged write is " + DurabilityText.of(capabilities.durability()));
    report.findings().stream().map(ProbeCommand::line).forEach(out::line);
    out.line(
        String.format(
            Locale.ROOT,
            "largest block %s, largest write %s",
            bytes(capabilities.limits().maxBlockBytes()),
            bytes(capabilities.limits().maxWriteBytes())));
  }

  private static String line(ProbeReport.Finding finding) {
    return String.format(
        Locale.ROOT,
        "  %-20s %-13s %s",
        label(finding.capability()),
        label(finding.verdict()),
        Problem.plain(finding.evidence()));
  }

  private static String bytes(long limit) {
    return limit == Long.MAX_VALUE ? "unlimited" : Units.bytes(limit);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Object> json(ProbeReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("store", report.store());
    json.put("findings", report.findings().stream().map(ProbeCommand::json).toList());
    json.put("features", labels(report.capabilities().features()));
    json.put("durability", report.capabilities().durability().name());
    json.put("limits", json(report.capabilities().limits()));
    return json;
  }

  private static Map<String, Object> json(ProbeReport.Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("capability", label(finding.capability()));
    json.put("verdict", label(finding.verdict()));
    json.put("evidence", finding.evidence());
    return json;
  }

  static List<String> labels(Collection<Capability> capabilities) {
    return capabilities.stream().map(ProbeCommand::label).toList();
  }

  private static Map<String, Object> json(Limits limits) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("max_block_bytes", limits.maxBlockBytes());
    json.put("max_write_bytes", limits.maxWriteBytes());
    json.put("min_part_bytes", limits.minPartBytes());
    json.put("max_part_bytes", limits.maxPartBytes());
    json.put("max_parts", limits.maxParts());
    json.put("max_appends", limits.maxAppends());
    json.put("max_key_bytes", limits.maxKeyBytes());
    return json;
  }
}
