package io.blocktier.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Has a fresh process read everything back that the demo has written. */
final class DemoReader {

  private final Session session;
  private final DemoScene scene;
  private final Path inventory;

  /** Takes the file with what the {@linkplain DemoInventory#save inventory} was. */
  DemoReader(Session session, DemoScene scene, Path inventory) {
    this.session = session;
    this.scene = scene;
    this.inventory = inventory;
  }

  /**
   * Runs the other process to its end.
   *
   * @param findings takes what it found
   * @return what it did
   * @throws CommandException if it did not come to its end
   */
  List<DemoPhase> run(DemoFindings findings) throws IOException, InterruptedException {
    List<String> own =
        List.of(
            "--records",
            String.valueOf(scene.settings().records()),
            "--inventory",
            inventory.toString());
    Process process = DemoProcess.start(session, DemoReadCommand.NAME, own, scene);
    String last = "";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
      }
      int status = process.waitFor();
      if (status != ExitCode.OK.status()) {
        throw failed(status);
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    JsonNode told = Json.read(last);
    findings.add(told.get("findings"));
    List<DemoPhase> phases = new ArrayList<>();
    told.get("phases").forEach(phase -> phases.add(DemoPhase.of(phase)));
    return phases;
  }

  private static CommandException failed(int status) {
    return new CommandException(
        ExitCode.of(status),
        String.format(
            Locale.ROOT,
            "the process that was to read everything back ended with status %d",
            status),
        "what it said is above");
  }
}
