package io.blocktier.config;

import java.util.HexFormat;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Says where and why a text is not YAML. Leaves out the parser's snippet of the text, which may
 * hold a secret.
 */
final class YamlSyntaxError {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final String text;
  private final String source;

  YamlSyntaxError(String text, String source) {
    this.text = text;
    this.source = source;
  }

  ConfigException describe(YamlEngineException error) {
    return switch (error) {
      case MarkedYamlEngineException marked when marked.getProblemMark().isPresent() ->
          at(marked.getProblemMark().get(), problem(marked));
      case ReaderException unreadable -> unreadable(unreadable);
      default -> new ConfigException(new Origin(source), "is not YAML");
    };
  }

  private ConfigException at(Mark mark, String problem) {
    Origin origin = Origin.at(source, mark.getLine() + 1, mark.getColumn() + 1);
    return new ConfigException(origin, problem);
  }

  /** The character that the parser stumbled over says more than the parser. */
  private static String problem(MarkedYamlEngineException error) {
    Mark mark = error.getProblemMark().orElseThrow();
    int found =
        mark.getPointer() < mark.getBuffer().length ? mark.getBuffer()[mark.getPointer()] : 0;
    return switch (found) {
      case '\t' -> "is not YAML here: a tab cannot indent; write spaces";
      case '@', '`', '%', '!', '&', '*' ->
          "is not YAML here: put a text that begins with '" + (char) found + "' in quotes";
      default -> "is not YAML here: " + parserSays(error);
    };
  }

  /** Behind its one colon the parser repeats a piece of the text. */
  private static String parserSays(MarkedYamlEngineException error) {
    String problem = error.getProblem();
    int repeated = problem.indexOf("found: ");
    return repeated < 0 ? problem : problem.substring(0, repeated) + "found something else";
  }

  private ConfigException unreadable(ReaderException error) {
    int end = text.offsetByCodePoints(0, error.getPosition());
    String before = text.substring(0, end);
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int column = end - before.lastIndexOf('\n');
    String problem =
        "character U+" + HEX.toHexDigits((char) error.getCodePoint()) + " is not allowed";
    return new ConfigException(Origin.at(source, line, column), problem);
  }
}
