package io.blocktier.journal;

import java.io.IOException;

/** Sees the records that a journal holds when it is opened, in the order of their generations. */
@FunctionalInterface
public interface RecordVisitor {

  /**
   * Tells whether the records are wanted; asked once, before the first of them.
   *
   * @param clean whether the journal was closed in order: what was derived from its records then
   *     and kept elsewhere is as good as they are. The mark of that is gone, durably, before the
   *     journal can be changed
   * @return false to see none, which takes a clean stop
   * @throws IOException to stop; the journal is not opened then
   */
  default boolean begin(boolean clean) throws IOException {
    return true;
  }

  /**
   * Says how many records are about to come, where they are wanted.
   *
   * @param records a guess, from some of them
   */
  default void expect(long records) {}

  /**
   * Sees a record. Its payload can be read once the journal is open.
   *
   * @param record the record, until the call returns
   * @throws IOException to stop; the journal is not opened then
   */
  void visit(RecordView record) throws IOException;
}
