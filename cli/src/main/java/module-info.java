/** The command {@code blocktier}. */
module io.blocktier.cli {
  requires info.picocli;
  requires io.blocktier.config;
  requires io.blocktier.gateway;
  requires io.blocktier.segments;
  requires io.blocktier.torture;
  requires jdk.unsupported; // com.sun.nio.file.ExtendedOpenOption
  requires micrometer.registry.prometheus;
  requires tools.jackson.databind;

  // picocli sets the annotated fields of the commands.
  opens io.blocktier.cli to
      info.picocli;
}
