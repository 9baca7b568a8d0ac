package io.blocktier.cli;

import io.blocktier.cli.bench.CallTimes;
import io.blocktier.cli.bench.DiskAbilities;
import io.blocktier.cli.bench.DiskFindings;
import io.blocktier.cli.bench.DiskJudgement;
import io.blocktier.cli.bench.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was found of a disk, for people and for machines.
 *
 * @param found what was measured
 * @param judgement what it comes to
 * @param yaml the settings that suit it
 */
record DiskReport(DiskFindings found, DiskJudgement judgement, String yaml) {

  List<String> lines() {
    List<String> lines = new ArrayList<>(place());
    lines.add("");
    lines.add(BenchTable.heading("measured"));
    times().forEach((name, times) -> lines.add(BenchTable.line(name, times)));
    lines.add("");
    abilities()
        .forEach((name, why) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-26s %s",
                    name,
                    why.map(text -> "no: " + Problem.plain(text)).orElse("yes"))));
    lines.add("");
    lines.add("forced writes: " + trust());
    judgement.warnings().forEach(warning -> lines.add("WARNING: " + Problem.plain(warning)));
    judgement.notes().forEach(note -> lines.add("note: " + Problem.plain(note)));
    lines.add("");
    lines.add("settings that suit this disk ('blocktier config check' takes them):");
    lines.add("");
    lines.add(yaml.stripTrailing());
    return lines;
  }

  private List<String> place() {
    Mount mount = found.mount();
    return List.of(
        Problem.plain(
            String.format(
                Locale.ROOT,
                "%s is on %s, %s at %s (%s)",
                found.directory(),
                mount.fileSystem(),
                mount.device(),
                mount.point(),
                String.join(",", mount.options()))),
        String.format(
            Locale.ROOT,
            "%s free of %s; examined in %s",
            Units.bytes(found.usableBytes()),
            Units.bytes(found.totalBytes()),
            Units.seconds(found.nanos())),
        "the kernel says: "
            + mount.turns().map(turns -> turns ? "rotating" : "not rotating").orElse("nothing")
            + mount.writeCache().map(cache -> ", cache of the device " + cache).orElse(""));
  }

  private String trust() {
    return switch (judgement.trust()) {
      case NONE -> "WORTH NOTHING, this is memory";
      case DOUBTFUL -> "DOUBTFUL";
      case PLAUSIBLE -> "plausible";
    };
  }

  private Map<String, CallTimes> times() {
    Map<String, CallTimes> times = new LinkedHashMap<>();
    times.put("write 4 KiB, force", found.single());
    times.put("write 64 x 4 KiB, force", found.group());
    times.put("write 4 KiB, no force", found.unforced());
    times.put("rename, force directory", found.rename());
    found.randomRead().ifPresent(read -> times.put("read 4 KiB anywhere", read));
    times.put("write 16 x 1 MiB, force", found.sequentialWrite());
    times.put(
        found.abilities().direct().isEmpty() ? "read 1 MiB in order" : "read 1 MiB (page cache)",
        found.sequentialRead());
    return times;
  }

  private Map<String, Optional<String>> abilities() {
    DiskAbilities able = found.abilities();
    Map<String, Optional<String>> abilities = new LinkedHashMap<>();
    abilities.put("direct I/O", able.direct());
    abilities.put("durable rename", able.rename());
    abilities.put("file locks", able.lock());
    abilities.put("hard links", able.hardLink());
    abilities.put("extended attributes", able.attributes());
    abilities.put("clock agrees", able.clock());
    return abilities;
  }

  Map<String, Object> json() {
    Mount mount = found.mount();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("directory", found.directory().toString());
    json.put("file_system", mount.fileSystem());
    json.put("device", mount.device());
    json.put("mounted_at", mount.point());
    json.put("options", mount.options());
    mount.turns().ifPresent(turns -> json.put("rotating", turns));
    mount.writeCache().ifPresent(cache -> json.put("write_cache", cache));
    json.put("free_bytes", found.usableBytes());
    json.put("total_bytes", found.totalBytes());
    json.put("seconds", Units.round(found.nanos() / 1e9, 1));
    Map<String, Object> measured = new LinkedHashMap<>();
    times().forEach((name, times) -> measured.put(name, BenchTable.json(times)));
    json.put("measured", measured);
    Map<String, Object> able = new LinkedHashMap<>();
    abilities()
        .forEach((name, why) -> able.put(name, why.map(text -> "no: " + text).orElse("yes")));
    json.put("abilities", able);
    json.put("forced_writes", judgement.trust().name().toLowerCase(Locale.ROOT));
    json.put("warnings", judgement.warnings());
    json.put("notes", judgement.notes());
    json.put("yaml", yaml);
    return json;
  }
}
