package io.blocktier.cli;

import io.blocktier.segments.check.Finding;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Damage has a status of its own; what could not be found out is another. */
  static ExitCode code(List<Finding> findings) {
    if (findings.isEmpty()) {
      return ExitCode.OK;
    }
    return findings.stream().anyMatch(Finding::isLoss) ? ExitCode.CORRUPT : ExitCode.UNAVAILABLE;
  }
}
