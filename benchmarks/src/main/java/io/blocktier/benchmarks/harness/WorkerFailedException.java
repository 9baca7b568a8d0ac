package io.blocktier.benchmarks.harness;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A contender could not do what it was told. */
public final class WorkerFailedException extends IOException {

  private static final long serialVersionUID = 1;

  WorkerFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
