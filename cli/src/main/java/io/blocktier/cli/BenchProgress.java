package io.blocktier.cli;

/** Says on a terminal what is measured at the moment; each step takes a known, short time. */
final class BenchProgress {

  private final Session session;
  private final boolean watched;

  BenchProgress(Session session) {
    this.session = session;
    this.watched =
        session.console().errDevice() == Console.Device.TERMINAL && session.options().progress();
  }

  void step(String what) {
    if (watched) {
      session.errors().note("measuring " + what);
    }
  }
}
