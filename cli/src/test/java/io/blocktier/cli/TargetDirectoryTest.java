package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetDirectoryTest {

  @TempDir Path temp;
  private Path inside;
  private Path outside;

  @BeforeEach
  void makeDirectories() throws IOException {
    inside = Files.createDirectory(temp.resolve("inside"));
    outside = Files.createDirectory(temp.resolve("outside"));
  }

  @Test
  void directoriesAreMadeOnTheWay() throws Exception {
    Path file = TargetDirectory.of(inside).file("a/b/c");
    assertThat(file).isEqualTo(inside.resolve("a/b/c"));
    assertThat(inside.resolve("a/b")).isDirectory();
  }

  @Test
  void directoryItselfIsMade() throws Exception {
    assertThat(TargetDirectory.of(temp.resolve("new/one")).file("x").getParent()).isDirectory();
  }

  @Test
  void dotsDoNotLeadOut() {
    assertThatThrownBy(() -> TargetDirectory.of(inside).file("../outside/x"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("outside");
  }

  @Test
  void linkDoesNotLeadOutAndNothingIsMadeBehindIt() throws Exception {
    Files.createSymbolicLink(inside.resolve("link"), outside);
    assertThatThrownBy(() -> TargetDirectory.of(inside).file("link/new/x"))
        .isInstanceOf(CommandException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void linkThatStaysInsideIsFollowed() throws Exception {
    Files.createDirectory(inside.resolve("real"));
    Files.createSymbolicLink(inside.resolve("link"), Path.of("real"));
    assertThat(TargetDirectory.of(inside).file("link/x").getParent()).isDirectory();
  }

  @Test
  void linkAsTheDirectoryItselfIsTheUsersChoice() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("chosen"), outside);
    assertThat(TargetDirectory.of(link).file("x")).isEqualTo(link.resolve("x"));
  }

  @Test
  void fileInTheWayIsNamed() throws Exception {
    Files.createFile(inside.resolve("a"));
    assertThatThrownBy(() -> TargetDirectory.of(inside).file("a/b"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is a file");
  }
}
