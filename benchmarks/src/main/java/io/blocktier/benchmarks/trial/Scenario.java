package io.blocktier.benchmarks.trial;

import java.util.List;
import java.util.Optional;

/** Something that several contenders can do, and what is looked at. Immutable. */
public interface Scenario {

  /** Returns its name on the command line. */
  String name();

  /** Returns what is measured, and how, in a paragraph. */
  String description();

  /** Returns the cells of the table, from light to heavy. */
  List<Cell> cells();

  /** Returns who takes part; the first is the one that the others are beside. */
  List<Contender> contenders();

  /** Returns the name of the contender whose figures are the floor. */
  String floor();

  /** Returns the name of the contender whose figures are the floor of another's. */
  default String floorOf(String contender) {
    return floor();
  }

  /** Returns the number of a cell that the cost of an operation may grow with, if that is asked. */
  default Optional<String> growsWith() {
    return Optional.empty();
  }

  /** Returns the figure that is charted and compared with the floor. */
  Figure headline();

  /** Returns the other figures, each a column. */
  default List<Figure> figures() {
    return List.of();
  }

  /** Tells whether each round needs a new process, because it is the start that is measured. */
  default boolean newProcessEachRound() {
    return false;
  }

  /** Tells whether processes of a cell end by being killed, where each round needs a new one. */
  default boolean killed(Cell cell) {
    return false;
  }
}
