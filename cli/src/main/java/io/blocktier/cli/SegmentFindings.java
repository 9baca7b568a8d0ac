package io.blocktier.cli;

import io.blocktier.segments.check.Finding;
import io.blocktier.segments.packed.ObjectFinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How findings are shown. */
final class SegmentFindings {

  private SegmentFindings() {}

  static void print(List<Finding> findings, Session session) {
    for (Finding finding : findings) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("segment", finding.segment().id());
      json.put("loss", finding.isLoss());
      json.put("detail", finding.detail());
      json.put("remedy", finding.remedy());
      session.print(Problem.plain(finding.detail() + "; " + finding.remedy()), json);
    }
  }

  static void printObjects(List<ObjectFinding> findings, Session session) {
    for (ObjectFinding finding : findings) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("block", finding.block().value());
      finding.snapshot().ifPresent(snapshot -> json.put("snapshot", snapshot));
      json.put("object", finding.object().value());
      json.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
      json.put("loss", finding.isLoss());
      json.put("detail", finding.detail());
      json.put("remedy", finding.remedy());
      String where = finding.snapshot().map(name -> " in snapshot '" + name + "'").orElse("");
      session.print(
          Problem.plain(
              String.format(
                  Locale.ROOT,
                  "block '%s'%s, object %s: %s; %s",
                  finding.block().value(),
                  where,
                  finding.object().value(),
                  finding.detail(),
                  finding.remedy())),
          json);
    }
  }

  static ExitCode code(List<Finding> findings, List<ObjectFinding> ofObjects) {
    ExitCode segments = code(findings);
    if (ofObjects.isEmpty() || segments == ExitCode.CORRUPT) {
      return segments;
    }
    return ofObjects.stream().anyMatch(ObjectFinding::isLoss)
        ? ExitCode.CORRUPT
        : ExitCode.UNAVAILABLE;
  }

  /** Damage has a status of its own; what could not be found out is another. */
  static ExitCode code(List<Finding> findings) {
    if (findings.isEmpty()) {
      return ExitCode.OK;
    }
    return findings.stream().anyMatch(Finding::isLoss) ? ExitCode.CORRUPT : ExitCode.UNAVAILABLE;
  }
}
