package io.blocktier.benchmarks.trial;

import java.nio.file.Path;

/**
 * What a contender is to do, and where. Immutable.
 *
 * @param scenario which scenario
 * @param contender who does it
 * @param cell what is to be done
 * @param directory its own directory, on the disk that is measured
 * @param seed decides the data
 */
public record Trial(String scenario, String contender, Cell cell, Path directory, long seed) {}
