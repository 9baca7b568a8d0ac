package io.blocktier.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shell does to the kernel's settings. */
class ShellTest {

  private static final String BEFORE = "500\n";
  private static final String HELD_BACK = "0\n";

  @TempDir private Path directory;

  @Test
  void theLastWhoHeldBackPutsTheSettingBackAndNobodyBefore() throws IOException {
    Path setting = Files.writeString(directory.resolve("setting"), BEFORE);
    Shell first = holdingBack("first", setting);
    Shell second = holdingBack("second", setting);
    assertThat(setting).hasContent(HELD_BACK);
    first.close();
    assertThat(setting).hasContent(HELD_BACK);
    Shell third = holdingBack("third", setting);
    second.close();
    assertThat(setting).hasContent(HELD_BACK);
    third.close();
    assertThat(setting).hasContent(BEFORE);
    holdingBack("fourth", setting).close();
    assertThat(setting).hasContent(BEFORE);
  }

  @Test
  void whatOneLeftWhoWasKilledIsPutBackByTheNext() throws IOException {
    Path setting = Files.writeString(directory.resolve("setting"), HELD_BACK);
    Files.writeString(directory.resolve("held"), BEFORE);
    holdingBack("next", setting).close();
    assertThat(setting).hasContent(BEFORE);
  }

  private Shell holdingBack(String name, Path setting) throws IOException {
    Shell shell = new Shell(Files.createDirectory(directory.resolve(name)));
    String held = Shell.line(directory.resolve("held"));
    shell.evaluate("setting=" + Shell.line(setting) + " held=" + held + " && hold_back");
    return shell;
  }
}
