package io.blocktier.blockstore.s3.directory;

/** The cause of a refused append: the block has as many parts as it may. Nothing was changed. */
public final class TooManyAppends extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes the cause. */
  public TooManyAppends() {
    super("the block has as many parts as it may", null, false, false);
  }
}
