package io.blocktier.cli;

import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.StorageClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the verbs that write: conditions, metadata, storage class. */
final class WriteRequest {

  @Option(names = "--if-absent", description = "Only where there is no block of that key.")
  private boolean ifAbsent;

  @Option(
      names = "--if-match",
      paramLabel = "ETAG",
      description = "Only over the version with this etag; for one block.")
  private @Nullable String ifMatch;

  @Option(
      names = "--metadata",
      paramLabel = "NAME=VALUE",
      description = "Kept beside the block; may be repeated.")
  private Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--storage-class",
      paramLabel = "NAME",
      description = "The storage class, such as STANDARD_IA.")
  private @Nullable String storageClass;

  /** Refuses what contradicts itself. */
  void check(boolean single) {
    if (ifAbsent && ifMatch != null) {
      throw CommandException.usage(
          "--if-absent and --if-match exclude each other", "leave one of them out");
    }
    if (ifMatch != null && !single) {
      throw CommandException.usage(
          "--if-match names one version, and there may be many blocks", "write them one by one");
    }
  }

  Precondition precondition() {
    if (ifMatch == null) {
      return ifAbsent ? Precondition.IF_ABSENT : Precondition.NONE;
    }
    String tag = ifMatch;
    return legal(() -> Precondition.ifMatch(Etag.of(unquoted(tag))));
  }

  /** Returns what the store of the target has to keep for this. */
  List<Capability> neededToWrite() {
    List<Capability> needed = new ArrayList<>();
    if (ifAbsent) {
      needed.add(Capability.CONDITIONAL_CREATE);
    }
    if (ifMatch != null) {
      needed.add(Capability.CONDITIONAL_REPLACE);
    }
    if (!metadata.isEmpty()) {
      needed.add(Capability.METADATA);
    }
    return needed;
  }

  /** Returns what the store has to keep for copies within it. */
  List<Capability> neededToCopy() {
    List<Capability> needed = new ArrayList<>();
    if (ifAbsent || ifMatch != null) {
      needed.add(Capability.CONDITIONAL_COPY);
    }
    if (!metadata.isEmpty()) {
      needed.add(Capability.METADATA);
    }
    return needed;
  }

  Optional<Metadata> metadata() {
    return metadata.isEmpty() ? Optional.empty() : Optional.of(legal(() -> Metadata.of(metadata)));
  }

  Optional<StorageClass> storageClass() {
    return Optional.ofNullable(storageClass).map(name -> legal(() -> StorageClass.of(name)));
  }

  /** Makes a value of what the user wrote. */
  static <T> T legal(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()), "");
    }
  }

  /** Etags are often copied together with the quotes that HTTP puts around them. */
  static String unquoted(String tag) {
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }
}
