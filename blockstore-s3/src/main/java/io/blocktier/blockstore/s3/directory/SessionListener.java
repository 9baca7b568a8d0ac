package io.blocktier.blockstore.s3.directory;

/** Told when sessions are opened. Called from any thread. */
public interface SessionListener {

  /** The server has opened a session. */
  void opened();

  /** A session could not be opened. */
  void failed();
}
