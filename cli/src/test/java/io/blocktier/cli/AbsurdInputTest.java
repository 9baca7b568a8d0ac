package io.blocktier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.blocktier.cli.Cli.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsurdInputTest extends LocalStoreTest {

  /** Every verb with one name in the place where a store is expected. */
  private List<Object[]> everyVerbWith(String uri) throws Exception {
    Path file = file("some", "1");
    List<Object[]> commands = new ArrayList<>();
    commands.add(new Object[] {"ls", uri});
    commands.add(new Object[] {"ls", "-r", uri});
    commands.add(new Object[] {"ls", "-c", uri});
    commands.add(new Object[] {"stat", uri});
    commands.add(new Object[] {"put", file, uri});
    commands.add(new Object[] {"put", "-r", files, uri});
    commands.add(new Object[] {"get", uri, files.resolve("target")});
    commands.add(new Object[] {"get", "-r", uri, files.resolve("targets")});
    commands.add(new Object[] {"cp", uri, "mem:x"});
    commands.add(new Object[] {"cp", "-r", uri, "mem:x/"});
    commands.add(new Object[] {"rm", uri});
    commands.add(new Object[] {"rm", "-r", uri});
    return commands;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        "/",
        "no-uri",
        "foo:bar",
        "://",
        "file",
        "file:",
        "s3:",
        "s3://",
        "s3:///key",
        "s3://host:port/bucket/x",
        "express:",
        "express://",
        "express:///key",
        "express://bucket/x",
        "express://logs--x-s3/x",
        "express://--use1-az4--x-s3/x",
        "express://LOGS--use1-az4--x-s3/x",
        "express://logs--use1-az4--x-s3x/x",
        "express://host:port/logs--use1-az4--x-s3/x",
        "express://127.0.0.1:99999/logs--use1-az4--x-s3/x",
        "express://127.0.0.1:9000/photos/x",
        "express://x--y--x-s3/x",
        "mem:/x",
        "mem://x",
        "\ufffd",
        "http://example.com/x",
        "C:\\data",
        "mem:\u0000",
        "-",
        "--",
        "%"
      })
  void whatIsNoStoreIsRefusedByEveryVerbInOneLine(String uri) throws Exception {
    for (Object[] command : everyVerbWith(uri)) {
      assertOneLine(Cli.run(command), command);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../b",
        "./x",
        "a//b",
        "a/./b",
        "..",
        "a/..",
        "line\nbreak",
        "tab\tkey",
        "\u007f",
        "\u0085",
        "../../../../etc/passwd"
      })
  void whatIsNoKeyIsRefusedByEveryVerbInOneLine(String name) throws Exception {
    for (Object[] command : everyVerbWith("mem:" + name)) {
      assertOneLine(Cli.run(command), command);
    }
  }

  @Test
  void keyOf1101BytesIsRefusedAndOneOf1100IsNot() throws Exception {
    Path file = file("some", "1");
    assertThat(Cli.run("put", file, uri("k".repeat(1100))).status()).isZero();
    assertThat(get("k".repeat(1100))).isEqualTo("1");
    assertFails(Cli.run("put", file, uri("k".repeat(1101))), 2, "1100");
    assertFails(Cli.run("put", file, uri("\u00e4".repeat(551))), 2, "1100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trailing space ",
        " leading",
        "a b",
        "\u00e4\u00f6\u00fc",
        "\ud83d\ude00",
        "%41",
        "a+b",
        "a?b",
        "a*b",
        "[x]",
        "a\\b",
        "a:b",
        "#",
        "&",
        "'",
        "\"",
        "~",
        "-rf",
        "$HOME",
        "`ls`",
        ".hidden",
        "..."
      })
  void oddKeysAreKeys(String name) throws Exception {
    Path file = file("some", name);
    Outcome put = Cli.run("put", file, uri("odd/" + name));
    assertThat(put.status()).as(put.err()).isZero();
    assertThat(Cli.run("get", "--literal", uri("odd/" + name), "-").out()).isEqualTo(name);
    assertThat(Cli.run("ls", uri("odd/")).lines()).containsExactly("odd/" + name);
    assertThat(Cli.run("stat", "--json", uri("odd/" + name)).json().get("key").asString())
        .isEqualTo("odd/" + name);
    assertThat(Cli.run("rm", "--literal", uri("odd/" + name)).status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "257", "99999999999999999999", "x", "", "1.5", "0x10"})
  void absurdNumbersOfJobsAreRefused(String jobs) throws Exception {
    Path file = file("some", "1");
    assertFails(Cli.run("put", "-j", jobs, file, "mem:k"), 2);
    assertFails(Cli.run("get", "-j", jobs, "mem:k", files.resolve("x")), 2);
    assertFails(Cli.run("cp", "-j", jobs, "mem:k", "mem:l"), 2);
    assertFails(Cli.run("rm", "-j", jobs, "mem:k"), 2);
    assertFails(Cli.run("demo", "-j", jobs, files), 2);
  }

  @Timeout(60) // a server that starts would never end
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        "0",
        "9000",
        ":9000",
        "localhost",
        "localhost:",
        "localhost:-1",
        "localhost:65536",
        "localhost:99999999999999999999",
        "localhost:0x10",
        "::1:9000",
        "[::1]",
        "[x]:1",
        "a b:1",
        "http://localhost:1",
        "localhost:1/path",
        "localhost:1\nlocalhost:2",
        "\ud83d\ude00:1"
      })
  void whatIsNoAddressIsServedAtNowhere(String address) throws Exception {
    for (String option : List.of("--listen", "--health-listen")) {
      Object[] command = {"serve", "--data", files.resolve("data"), "--anonymous", option, address};
      Outcome outcome = Cli.run(command);
      assertOneLine(outcome, command);
      assertThat(outcome.status()).isEqualTo(3);
      assertThat(outcome.out()).isEmpty();
    }
    assertThat(files.resolve("data")).doesNotExist();
  }

  @Test
  void missingAndSurplusArgumentsAreUsage() {
    assertFails(Cli.run("ls"), 2, "no store is named");
    assertFails(Cli.run("stat"), 2, "URI");
    assertFails(Cli.run("put", "x"), 2);
    assertFails(Cli.run("get"), 2);
    assertFails(Cli.run("cp", "mem:a"), 2, "TARGET");
    assertFails(Cli.run("rm"), 2);
    assertFails(Cli.run("ls", "mem:", "mem:"), 2);
    assertFails(Cli.run("get", "mem:a", "b", "c"), 2);
    assertFails(Cli.run("cp", "mem:a", "mem:b", "mem:c"), 2);
  }

  @Test
  void fileArgumentsAreNoOptionFiles() throws Exception {
    Path list = file("list", "--help");
    assertFails(Cli.run("stat", "@" + list), 2, "is not a URI");
  }

  @Test
  void targetThatCannotBeWrittenIsAnError() throws Exception {
    put("k", "1");
    Path file = file("file", "1");
    assertThat(Cli.run("get", uri("k"), file + "/below").status()).isNotZero();
    assertThat(Cli.run("get", uri("k"), "/proc/nothing-here").status()).isNotZero();
    assertThat(Cli.run("get", uri("k"), files.resolve("no/such/dir")).status()).isEqualTo(4);
  }

  @Test
  void errorsAreJsonWhereAsked() {
    Outcome outcome = Cli.run("stat", "mem:k", "--json");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.error().get("type").asString()).isEqualTo("not_found");
    assertThat(outcome.error().get("exit_status").asInt()).isEqualTo(4);
    assertThat(outcome.error().get("key").asString()).isEqualTo("k");
    assertThat(outcome.error().get("operation").asString()).isEqualTo("stat");
    assertThat(Cli.run("--json", "ls", "--nonsense").error().get("type").asString())
        .isEqualTo("usage");
  }

  @Test
  void stackTraceOnlyWhereAsked() {
    assertThat(Cli.run("stat", "mem:k").err()).doesNotContain("\tat ");
    assertThat(Cli.run("stat", "mem:k", "--debug").err()).contains("\tat io.blocktier");
    assertThat(new Cli().with("BLOCKTIER_DEBUG", "1").execute("stat", "mem:k").err())
        .contains("\tat io.blocktier");
  }

  private static void assertOneLine(Outcome outcome, Object[] command) {
    assertThat(outcome.status())
        .as("%s: %s", List.of(command), outcome.err())
        .isNotZero()
        .isNotEqualTo(ExitCode.INTERNAL.status());
    assertThat(outcome.err().lines()).as("%s", List.of(command)).hasSize(1);
    assertThat(outcome.err()).startsWith("blocktier: ");
  }
}
