package io.blocktier.blockstore.spi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The calls of Linux by which it reads on its own, bound when this class is first used. */
final class LinuxReads {

  /** Where an error is told. */
  static final StructLayout ERROR = Linker.Option.captureStateLayout();

  private static final long SETUP = 425;
  private static final long ENTER = 426;
  private static final int CLOSE_ON_EXEC = 02_000_000;
  private static final int READ_AND_WRITE = 3;
  private static final int SHARED_AND_POPULATED = 0x8001;
  private static final long MAP_FAILED = -1;

  private static final VarHandle NUMBER =
      ERROR.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

  private static final MethodHandle SYSCALL_SETUP =
      bind(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle SYSCALL_ENTER =
      bind(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle MMAP =
      bind(
          "mmap",
          FunctionDescriptor.of(
              ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private LinuxReads() {}

  @SuppressWarnings("restricted") // nobody comes here who has not looked whether that is allowed
  private static MethodHandle bind(String name, FunctionDescriptor form, Linker.Option... options) {
    return LINKER.downcallHandle(LIBRARY.find(name).orElseThrow(), form, options);
  }

  /** Returns the descriptor of a new ring, negative where there is none. */
  static int setUp(int entries, MemorySegment parameters) {
    try {
      return (int) (long) SYSCALL_SETUP.invokeExact(SETUP, (long) entries, parameters);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Returns how many reads were taken, or the number of the error, negative. */
  static int enter(
      MemorySegment error,
      int ring,
      int submitted,
      int awaited,
      int flags,
      MemorySegment argument) {
    try {
      long result =
          (long)
              SYSCALL_ENTER.invokeExact(
                  error,
                  ENTER,
                  (long) ring,
                  (long) submitted,
                  (long) awaited,
                  (long) flags,
                  argument,
                  argument.byteSize());
      return result < 0 ? -(int) NUMBER.get(error, 0L) : (int) result;
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Maps a part of what a ring shares with the kernel; an empty segment where it cannot. */
  @SuppressWarnings("restricted") // as above; the kernel has mapped that much
  static MemorySegment map(int ring, long offset, long bytes) {
    try {
      MemorySegment mapped =
          (MemorySegment)
              MMAP.invokeExact(
                  MemorySegment.NULL, bytes, READ_AND_WRITE, SHARED_AND_POPULATED, ring, offset);
      return mapped.address() == MAP_FAILED ? MemorySegment.NULL : mapped.reinterpret(bytes);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static void unmap(MemorySegment mapped) {
    try {
      int _ = (int) MUNMAP.invokeExact(mapped, mapped.byteSize());
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Opens a file to read it; negative where that fails. */
  static int open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), CLOSE_ON_EXEC);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Native functions throw nothing. */
  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a call of the C library failed in an unknown way", e);
  }
}
