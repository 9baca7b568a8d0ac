package io.blocktier.torture;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The system calls of one kind that are to fail, one after the other. Thread-safe. */
final class SyscallCalls {

  /** More than the script makes of any kind. */
  private static final int MAX_CALLS = 400;

  private final SyscallFault fault;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();

  SyscallCalls(SyscallFault fault) {
    this.fault = fault;
  }

  SyscallFault fault() {
    return fault;
  }

  /** Takes the number of the next call, counted from 1, or 0 if there is none any more. */
  int next() {
    int number = ended.get() ? 0 : taken.incrementAndGet();
    return number > MAX_CALLS ? 0 : number;
  }

  /** Tells that there is no call with a number that was taken. */
  void end() {
    ended.set(true);
  }
}
