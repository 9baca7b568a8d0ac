package io.blocktier.torture;

import java.util.List;

/**
 * A system call that fails with an error of the kernel.
 *
 * @param call its name
 * @param error the name of the error
 */
record SyscallFault(String call, String error) {

  /** Every call on the way to an acknowledgement, with an error that the kernel may give it. */
  static List<SyscallFault> each() {
    return List.of(
        new SyscallFault("fsync", "EIO"),
        new SyscallFault("fdatasync", "EIO"),
        new SyscallFault("pwrite64", "ENOSPC"),
        new SyscallFault("openat", "EMFILE"),
        new SyscallFault("rename", "EIO"),
        new SyscallFault("mkdir", "ENOSPC"),
        new SyscallFault("pread64", "EIO"));
  }

  /** The same calls with other errors. */
  static List<SyscallFault> others() {
    return List.of(
        new SyscallFault("fsync", "ENOSPC"),
        new SyscallFault("fdatasync", "ENOSPC"),
        new SyscallFault("pwrite64", "EIO"),
        new SyscallFault("openat", "EIO"),
        new SyscallFault("openat", "ENOSPC"),
        new SyscallFault("rename", "ENOSPC"),
        new SyscallFault("mkdir", "EIO"),
        new SyscallFault("unlink", "EIO"));
  }

  /** Returns what strace is told. */
  String injection(int number) {
    return "inject=" + call + ":error=" + error + ":when=" + number;
  }
}
