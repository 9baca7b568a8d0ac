package io.blocktier.benchmarks.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Ratios in a file. */
public final class Baseline {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Baseline() {}

  /**
   * Reads a file.
   *
   * @param file which
   * @return what is in it
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no list of ratios, or an empty one
   */
  public static List<GuardedRatio> read(Path file) throws IOException {
    try {
      List<GuardedRatio> ratios =
          Arrays.asList(JSON.readValue(Files.readString(file), GuardedRatio[].class));
      if (ratios.isEmpty()) {
        throw new IllegalArgumentException("there is no ratio in it");
      }
      return ratios;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes a file.
   *
   * @param file which, replaced where it is there
   * @param ratios what is to be in it
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, List<GuardedRatio> ratios) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(ratios) + '\n');
  }
}
