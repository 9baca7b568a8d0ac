package io.blocktier.gateway.form;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a form before its file.
 *
 * @param fields what they hold, by name in lower case
 * @param fileName what the browser calls the file, without directories; empty if it does not say
 */
record Form(Map<String, String> fields, String fileName) {

  private static final Pattern NAME = parameter("name");
  private static final Pattern FILE_NAME = parameter("filename");
  private static final String DISPOSITION = "content-disposition:";
  private static final String FILE = "file";

  /** Reads all fields. The parts stand at the first byte of the file then. */
  static Form read(FormParts parts) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    while (parts.next()) {
      String disposition = disposition(parts);
      String name = find(NAME, disposition).orElse("").toLowerCase(Locale.ROOT);
      if (name.equals(FILE)) {
        return new Form(fields, baseName(find(FILE_NAME, disposition).orElse("")));
      }
      fields.putIfAbsent(name, parts.text());
    }
    throw new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        "POST requires exactly one file upload per request.",
        Map.of("ArgumentName", FILE, "ArgumentValue", "0"));
  }

  /** Returns what a field holds. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** Returns what a field holds that has to be there. */
  String require(String name) throws S3Exception {
    return field(name).filter(value -> !value.isEmpty()).orElseThrow(() -> missing(name));
  }

  static S3Exception missing(String name) {
    return new S3Exception(
        S3ErrorCode.INVALID_ARGUMENT,
        "Bucket POST must contain a field named '" + name + "', before the file",
        Map.of("ArgumentName", name, "ArgumentValue", ""));
  }

  private static String disposition(FormParts parts) throws IOException {
    String found = "";
    for (String line = parts.line(); !line.isEmpty(); line = parts.line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(DISPOSITION)) {
        found = line;
      }
    }
    return found;
  }

  /** Some browsers send the whole path of their own system. */
  private static String baseName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static Optional<String> find(Pattern parameter, String disposition) {
    Matcher matcher = parameter.matcher(disposition);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String quoted = matcher.group(1);
    return Optional.of(quoted == null ? matcher.group(2) : quoted.replace("\\\"", "\""));
  }

  private static Pattern parameter(String name) {
    return Pattern.compile(
        ";\\s*" + name + "=(?:\"((?:\\\\\"|[^\"])*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
  }
}
