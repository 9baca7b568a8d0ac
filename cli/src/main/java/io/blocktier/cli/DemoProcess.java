package io.blocktier.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts other processes of the demo, each with the files and the place of this one. */
final class DemoProcess {

  private static final String JAVA = Path.of("bin", "java").toString();

  private DemoProcess() {}

  /**
   * Starts a hidden verb.
   *
   * @param verb which
   * @param more options of its own
   * @param scene what it works with
   */
  static Process start(Session session, String verb, List<String> more, DemoScene scene)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home", ""), JAVA).toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    words.addAll(List.of(Main.class.getName(), verb));
    words.addAll(List.of("--config", scene.config().toString()));
    words.addAll(List.of("--block-size", String.valueOf(scene.settings().blockSize())));
    words.addAll(List.of("--jobs", String.valueOf(scene.settings().jobs())));
    words.addAll(more);
    Optional<Path> excluded = scene.excluded();
    excluded.ifPresent(path -> words.addAll(List.of("--excluded", path.toString())));
    words.addAll(List.of("--", scene.source().toString(), scene.prefix()));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    if (excluded.isPresent()) { // a demo of its own, which nobody's environment configures
      session.stores().overrides().forEach(builder.environment()::remove);
    }
    return builder.start();
  }
}
