package io.blocktier.config;

import io.blocktier.config.YamlNode.Field;
import io.blocktier.config.YamlNode.Mapping;
import io.blocktier.config.YamlNode.Scalar;
import io.blocktier.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the one document of a YAML text. Works on the parser's events, so that every key has its
 * place; anchors, aliases and tags are refused, so that a small text cannot become a large
 * document.
 */
final class YamlReader {

  /** The longest text. */
  static final int MAX_CHARS = 1 << 20;

  /** The deepest nesting; the deepest that a configuration has is 3. */
  static final int MAX_DEPTH = 16;

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private final Iterator<Event> events;
  private final String source;

  private YamlReader(Iterator<Event> events, String source) {
    this.events = events;
    this.source = source;
  }

  /** Returns the document's root, or empty if there is no document. */
  static Optional<YamlNode> read(String yaml, String source) throws ConfigException {
    if (yaml.length() > MAX_CHARS) {
      throw new ConfigException(new Origin(source), "is longer than " + MAX_CHARS + " characters");
    }
    String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
    try {
      return new YamlReader(events(text), source).document();
    } catch (YamlEngineException e) {
      throw new YamlSyntaxError(text, source).describe(e);
    }
  }

  private static Iterator<Event> events(String text) {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_CHARS).build();
    return new ParserImpl(settings, new StreamReader(settings, text));
  }

  private Optional<YamlNode> document() throws ConfigException {
    events.next(); // start of the stream
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    YamlNode root = node(events.next(), 1);
    events.next(); // end of the document
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw new ConfigException(origin(end), "a second document begins here; write only one");
    }
    return Optional.of(root);
  }

  private YamlNode node(Event event, int depth) throws ConfigException {
    if (depth > MAX_DEPTH) {
      throw new ConfigException(origin(event), "is nested deeper than " + MAX_DEPTH + " levels");
    }
    refuseDecoration(event);
    return switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case MappingStart -> mapping(event, depth);
      case SequenceStart -> sequence(event, depth);
      default -> throw new IllegalStateException("no node starts with " + event.getEventId());
    };
  }

  private void refuseDecoration(Event event) throws ConfigException {
    boolean alias = event.getEventId() == Event.ID.Alias;
    if (alias || ((NodeEvent) event).getAnchor().isPresent() || tagged(event)) {
      throw new ConfigException(
          origin(event),
          "anchors (&), aliases (*) and tags (!) are not used here;"
              + " put a text that begins with such a character in quotes");
    }
  }

  private static boolean tagged(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag().isPresent();
      case CollectionStartEvent start -> start.getTag().isPresent();
      default -> false;
    };
  }

  private Scalar scalar(ScalarEvent event) throws ConfigException {
    if (event.isPlain() && line(event.getStartMark()) != line(event.getEndMark())) {
      throw new ConfigException(
          origin(event), "goes on in the next line: check how that is indented, or write quotes");
    }
    boolean written = !(event.isPlain() && NULLS.contains(event.getValue()));
    return new Scalar(new WrittenValue(event.getValue(), origin(event)), written);
  }

  private Mapping mapping(Event start, int depth) throws ConfigException {
    Map<String, Field> fields = new LinkedHashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      String key = key(event, depth);
      Field field = new Field(origin(event), node(events.next(), depth + 1));
      Field first = fields.putIfAbsent(key, field);
      if (first != null) {
        throw new ConfigException(
            field.keyOrigin(),
            Echo.name(key) + ": is written twice, first at " + first.keyOrigin().label());
      }
      event = events.next();
    }
    return new Mapping(fields, origin(start));
  }

  private String key(Event event, int depth) throws ConfigException {
    if (node(event, depth + 1) instanceof Scalar scalar) {
      return scalar.value().text();
    }
    throw new ConfigException(origin(event), "a key has to be a plain name");
  }

  private Sequence sequence(Event start, int depth) throws ConfigException {
    List<YamlNode> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, depth + 1));
      event = events.next();
    }
    return new Sequence(items, origin(start));
  }

  private Origin origin(Event event) {
    int column = event.getStartMark().orElseThrow().getColumn() + 1;
    return Origin.at(source, line(event.getStartMark()), column);
  }

  private static int line(Optional<Mark> mark) {
    return mark.orElseThrow().getLine() + 1;
  }
}
