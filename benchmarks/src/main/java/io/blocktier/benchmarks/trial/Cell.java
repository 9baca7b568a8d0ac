package io.blocktier.benchmarks.trial;

import java.util.Map;
import java.util.Optional;

/**
 * One cell of a table: what all contenders do, in numbers. Immutable.
 *
 * @param label what it is called, such as {@code 4KiB-x64}
 * @param numbers what it takes, by name
 */
public record Cell(String label, Map<String, Long> numbers) {

  /** Copies the numbers. */
  public Cell {
    numbers = Map.copyOf(numbers);
  }

  /**
   * Returns one of the numbers.
   *
   * @param name which
   * @return its value
   * @throws IllegalArgumentException if there is none of that name
   */
  public long number(String name) {
    return Optional.ofNullable(numbers.get(name))
        .orElseThrow(() -> new IllegalArgumentException("cell " + label + " has no " + name));
  }

  /**
   * Returns one of the numbers that is small.
   *
   * @param name which
   * @return its value
   */
  public int count(String name) {
    return Math.toIntExact(number(name));
  }

  @Override
  public String toString() {
    return label;
  }
}
