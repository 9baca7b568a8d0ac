package io.blocktier.blockstore.s3.directory;

/** Told when sessions are opened, and when they end too early. Called from any thread. */
public interface SessionListener {

  /** The server has opened a session. */
  void opened();

  /** A session could not be opened. */
  void failed();

  /** The server takes a session no longer, before its time was over. */
  void ended();
}
