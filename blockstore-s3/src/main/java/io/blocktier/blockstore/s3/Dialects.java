package io.blocktier.blockstore.s3;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dialect of a server, as far as it is known by now. Thread-safe. */
final class Dialects {

  private static final Logger LOG = LoggerFactory.getLogger(Dialects.class);

  private final AtomicReference<Dialect> current;

  Dialects(Dialect first) {
    this.current = new AtomicReference<>(first);
  }

  Dialect current() {
    return current.get();
  }

  void change(UnaryOperator<Dialect> change) {
    Dialect before = current.get();
    Dialect after = current.updateAndGet(change);
    if (!after.equals(before)) {
      LOG.info("the server speaks another dialect: {} instead of {}", after, before);
    }
  }
}
