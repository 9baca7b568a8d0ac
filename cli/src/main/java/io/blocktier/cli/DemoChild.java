package io.blocktier.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the hidden verbs of the demo are started with. */
final class DemoChild {

  @Parameters(index = "0")
  private @Nullable Path directory;

  @Parameters(index = "1")
  private String prefix = "";

  @Option(names = "--block-size", required = true)
  private int blockSize;

  @Option(names = "--jobs", required = true)
  private int jobs;

  @Option(names = "--excluded")
  private @Nullable Path excluded;

  DemoScene scene(Session session, int records) {
    return new DemoScene(
        session.options().config().orElseThrow(),
        Path.of(String.valueOf(directory)),
        Optional.ofNullable(excluded),
        prefix,
        new DemoSettings(jobs, blockSize, true, records));
  }
}
