package io.blocktier.blockstore.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.stream.Stream;

/** Functions of the C library, bound when the first of them is called. */
final class LinuxCalls {

  /** Where an error is told. */
  static final StructLayout ERROR = Linker.Option.captureStateLayout();

  private static final VarHandle NUMBER =
      ERROR.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

  private static final MethodHandle SYSCALL =
      bind(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle STATX =
      bind(
          "statx",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle LGETXATTR =
      bind("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle FGETXATTR =
      bind("fgetxattr", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle LSETXATTR =
      bind(
          "lsetxattr",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle PREAD =
      bind("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private LinuxCalls() {}

  /** Tells whether the library has all of them. */
  static boolean areThere() {
    return Stream.of("syscall", "statx", "lgetxattr", "fgetxattr", "lsetxattr", "pread", "close")
        .allMatch(name -> Linker.nativeLinker().defaultLookup().find(name).isPresent());
  }

  @SuppressWarnings("restricted") // nobody comes here who has not looked whether that is allowed
  private static MethodHandle bind(String name, FunctionDescriptor form, Linker.Option... options) {
    return LINKER.downcallHandle(LIBRARY.find(name).orElseThrow(), form, options);
  }

  static int open(long number, int directory, MemorySegment path, MemorySegment how, long size) {
    try {
      return (int) (long) SYSCALL.invokeExact(number, (long) directory, path, how, size);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int status(
      MemorySegment error,
      int descriptor,
      MemorySegment path,
      int flags,
      int mask,
      MemorySegment status) {
    try {
      return (int) STATX.invokeExact(error, descriptor, path, flags, mask, status);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int errorIn(MemorySegment error) {
    return (int) NUMBER.get(error, 0L);
  }

  static long attribute(MemorySegment path, MemorySegment name, MemorySegment value, long room) {
    try {
      return (long) LGETXATTR.invokeExact(path, name, value, room);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static long attributeOfOpen(int file, MemorySegment name, MemorySegment value, long room) {
    try {
      return (long) FGETXATTR.invokeExact(file, name, value, room);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int setAttribute(MemorySegment path, MemorySegment name, MemorySegment value, long size) {
    try {
      return (int) LSETXATTR.invokeExact(path, name, value, size, 0);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static long read(int file, MemorySegment target, long room, long position) {
    try {
      return (long) PREAD.invokeExact(file, target, room, position);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static void close(int file) {
    try {
      int _ = (int) CLOSE.invokeExact(file);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Native functions throw nothing. */
  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a call of the C library failed in an unknown way", e);
  }
}
