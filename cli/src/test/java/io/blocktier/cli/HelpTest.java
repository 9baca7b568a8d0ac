package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls",
        "stat",
        "put",
        "get",
        "cp",
        "rm",
        "probe",
        "bench",
        "bench disk",
        "bench store",
        "config",
        "config check",
        "config reference",
        "status",
        "flush",
        "drain",
        "quarantine",
        "quarantine list",
        "quarantine retry",
        "quarantine drop",
        "segments",
        "segments put",
        "segments get",
        "segments rm",
        "segments scan",
        "segments import",
        "segments flush",
        "segments ls",
        "segments info",
        "segments snapshot",
        "segments snapshot ls",
        "segments snapshot create",
        "segments snapshot drop",
        "segments archive",
        "segments restore",
        "segments gc",
        "segments orphans",
        "segments compact",
        "segments fsck",
        "segments scrub",
        "segments tier",
        "segments pin",
        "segments unpin",
        "segments recover",
        "demo",
        "serve",
        "torture"
      })
  void everyVerbExplainsItselfWithAnExample(String verb) {
    Outcome outcome =
        Cli.run(Stream.concat(Arrays.stream(verb.split(" ")), Stream.of("--help")).toArray());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("Example: blocktier " + verb, "--json", "--config");
    assertThat(outcome.lines()).allMatch(line -> line.length() <= 100);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void helpListsVerbsSchemesAndAllExitStatuses() {
    Outcome outcome = Cli.run("--help");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("ls ", "demo", "file:", "direct:", "mem:", "s3://");
    for (ExitCode code : ExitCode.values()) {
      assertThat(outcome.out()).contains(code.status() + "  " + code.meaning());
    }
  }

  @Test
  void versionNamesTheProgramAndTheJava() {
    Outcome outcome = Cli.run("--version");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).startsWith("blocktier ").contains("Java 25");
  }

  @Test
  void noVerbIsUsage() {
    Outcome outcome = Cli.run();
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo("blocktier: no verb is given; 'blocktier --help' lists them\n");
    assertThat(Cli.run("config").status()).isEqualTo(2);
    assertThat(Cli.run("quarantine").status()).isEqualTo(2);
  }

  @Test
  void unknownVerbIsNamed() {
    assertThat(Cli.run("lss").err())
        .startsWith("blocktier: there is no verb or option 'lss'; did you mean ls");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lss", "--recursiv", "", "--", "LS"})
  void mistypedVerbIsOneLineThatHelps(String word) {
    Outcome outcome = Cli.run(word);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("blocktier: ").contains("--help");
  }

  @Test
  void mistypedOptionNamesTheRightOne() {
    assertThat(Cli.run("ls", "--recursiv", "mem:").err()).contains("--recursive");
  }
}
