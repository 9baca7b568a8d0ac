package io.blocktier.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.blocktier.benchmarks.client.Client;
import io.blocktier.benchmarks.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {

  private static final Server SERVER =
      new Server(
          URI.create("http://127.0.0.1:1"),
          Optional.empty(),
          "bucket",
          Optional.empty(),
          Optional.empty(),
          List.of(),
          () -> {});

  @TempDir private Path peers;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private Path jar;

  @BeforeEach
  void build() throws Exception {
    Path target = Files.createDirectories(peers.resolve("odd/target"));
    jar = peers.resolve("odd-library-1.2.3-jre.jar");
    new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    Files.writeString(target.resolve("libraries"), jar + "\n");
    Path services = Files.createDirectories(target.resolve("classes/META-INF/services"));
    Files.writeString(services.resolve(Client.Opening.class.getName()), "there.Looking\n");
    compile(target.resolve("classes"));
  }

  /** A peer that tells in its failure whether it finds one of our libraries. */
  private void compile(Path classes) throws IOException {
    Path source = Files.createDirectories(peers.resolve("there")).resolve("Looking.java");
    Files.writeString(
        source,
        """
        package there;

        public final class Looking implements io.blocktier.benchmarks.client.Client.Opening {
          @Override
          public io.blocktier.benchmarks.client.Client open(
              io.blocktier.benchmarks.server.Server server, int inFlight) throws java.io.IOException {
            try {
              Class.forName("org.rocksdb.RocksDB");
              throw new java.io.IOException("found, of " + server.bucket());
            } catch (ClassNotFoundException e) {
              throw new java.io.IOException("not found, of " + server.bucket());
            }
          }
        }
        """);
    String path = System.getProperty("java.class.path");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-proc:none",
                    "-cp",
                    path,
                    "-d",
                    classes.toString(),
                    source.toString()))
        .isZero();
  }

  @AfterEach
  void leave() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void peerSeesWhatIsSharedAndNoneOfOurLibraries() throws Exception {
    World odd = World.at("odd", peers);
    assertThat(odd.absence()).isEmpty();
    Client.Opening opening = odd.load(Client.Opening.class, "Looking");
    assertThatIOException()
        .isThrownBy(() -> opening.open(SERVER, 1))
        .withMessage("not found, of bucket");
    assertThat(Thread.currentThread().getContextClassLoader())
        .isSameAs(opening.getClass().getClassLoader());
  }

  @Test
  void versionIsInTheNameOfTheJar() {
    assertThat(World.at("odd", peers).version("odd-library")).isEqualTo("1.2.3-jre");
    assertThat(World.at("odd", peers).version("odd")).isEqualTo("unknown");
  }

  @Test
  void worldThatIsNotBuiltSaysWhatBuildsIt() {
    World absent = World.at("absent", peers);
    assertThat(absent.absence().orElseThrow())
        .contains("is not built", "./build -P peers", "-pl :blocktier-peer-absent");
    assertThat(absent.version("anything")).isEqualTo("(not built)");
    assertThatIOException()
        .isThrownBy(() -> absent.load(Client.Opening.class, "Looking"))
        .withMessageContaining("./build -P peers");
  }

  @Test
  void jarThatIsGoneSinceIsNamed() throws Exception {
    Files.delete(jar);
    assertThat(World.at("odd", peers).absence().orElseThrow())
        .contains("odd-library-1.2.3-jre.jar", "is gone", "./build -P peers");
  }

  @Test
  void providerThatIsNotThereIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> World.at("odd", peers).load(Client.Opening.class, "Sleeping"))
        .withMessageContaining("has no Sleeping");
  }
}
