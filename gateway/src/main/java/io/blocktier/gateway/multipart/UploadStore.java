package io.blocktier.gateway.multipart;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockNotFoundException;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.spi.Effects;
import io.blocktier.gateway.attribute.ReservedKeys;
import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.task.FanOut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps uploads in the store, so that they survive the gateway. Beneath {@code BUCKET/ID/} are
 * {@code head}, what the upload is; {@code part/NUMBER}, what a part is; {@code data/…}, the bytes;
 * and {@code done} instead of all these once the upload was completed. Thread-safe.
 */
public final class UploadStore {

  private static final Logger LOG = LoggerFactory.getLogger(UploadStore.class);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final String HEAD = "head";
  private static final String DONE = "done";
  private static final String PART = "part/";
  private static final String DATA = "data/";

  private final BlockStore store;
  private final Effects effects;
  private final FanOut fanOut;

  /** Keeps uploads in a store. */
  public UploadStore(BlockStore store, Effects effects, FanOut fanOut) {
    this.store = store;
    this.effects = effects;
    this.fanOut = fanOut;
  }

  /** Returns a name for an upload; later ones come behind earlier ones. */
  String newId() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(effects.clock().millis()) + hex.toHexDigits(effects.random().nextLong());
  }

  void create(Upload upload) throws BlockStoreException {
    write(key(upload.bucket(), upload.id(), HEAD), upload.encode());
  }

  /** Returns an upload that has to be under way, for the object that it is for. */
  Upload require(String bucket, String key, String id) throws IOException {
    return find(bucket, id)
        .filter(upload -> upload.key().equals(key))
        .orElseThrow(() -> new S3Exception(S3ErrorCode.NO_SUCH_UPLOAD));
  }

  Optional<Upload> find(String bucket, String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    return read(key(bucket, id, HEAD)).map(text -> Upload.decode(bucket, id, text));
  }

  /** Tells of the uploads of a bucket that are under way, a page of the store's listing a time. */
  void forEach(String bucket, Consumer<Upload> consumer) throws IOException {
    KeyPrefix prefix = prefix(bucket, "");
    try (BlockListing listing = store.list(ListOptions.under(prefix).folded())) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty()) {
        fanOut
            .map(page, entry -> find(bucket, name(entry, prefix)))
            .forEach(found -> found.ifPresent(consumer));
        page = listing.nextPage();
      }
    }
  }

  /** Returns where the bytes of a new part go. */
  BlockKey newData(Upload upload, int number) {
    String name = partName(number) + "-" + HexFormat.of().toHexDigits(effects.random().nextLong());
    return data(upload, name);
  }

  /** Returns where the bytes of a part are. */
  BlockKey data(Upload upload, String name) {
    return key(upload.bucket(), upload.id(), DATA + name);
  }

  /** Returns where bytes go that are no part, and that expire as an upload does. */
  public BlockKey newStage(String bucket) {
    return key(bucket, newId(), DATA + "stage");
  }

  /** Makes a part count, instead of an earlier one of its number. */
  void put(Upload upload, Part part) throws IOException {
    Optional<Part> earlier = find(upload, part.number());
    write(key(upload.bucket(), upload.id(), PART + partName(part.number())), part.encode());
    if (earlier.isPresent()) {
      discard(data(upload, earlier.get().data()));
    }
  }

  Optional<Part> find(Upload upload, int number) throws BlockStoreException {
    return read(key(upload.bucket(), upload.id(), PART + partName(number)))
        .map(text -> Part.decode(number, text));
  }

  /** Returns parts by ascending number, behind a number. */
  List<Part> parts(Upload upload, int after, int most) throws IOException {
    KeyPrefix prefix = prefix(upload.bucket(), upload.id() + "/" + PART);
    List<Integer> numbers = new ArrayList<>();
    ListOptions options = ListOptions.under(prefix).startingAfter(prefix.value() + partName(after));
    try (BlockListing listing = store.list(options)) {
      List<ListEntry> page = listing.nextPage();
      while (!page.isEmpty() && numbers.size() < most) {
        page.forEach(entry -> numbers.add(Integer.parseInt(name(entry, prefix))));
        page = listing.nextPage();
      }
    }
    List<Integer> wanted = numbers.subList(0, Math.min(most, numbers.size()));
    List<Optional<Part>> found = fanOut.map(wanted, number -> find(upload, number));
    return found.stream().flatMap(Optional::stream).toList();
  }

  /** Notes that an upload was completed, and drops what it was made of. */
  void finish(Upload upload, String answer) throws BlockStoreException {
    write(key(upload.bucket(), upload.id(), DONE), answer);
    discard(key(upload.bucket(), upload.id(), HEAD));
    dropParts(upload);
  }

  /** Returns what {@link #finish} noted. */
  Optional<String> finished(String bucket, String id) throws BlockStoreException {
    return ID.matcher(id).matches() ? read(key(bucket, id, DONE)) : Optional.empty();
  }

  /** Drops an upload with all that belongs to it. */
  void drop(String bucket, String id) throws BlockStoreException {
    Blocks.delete(store, key(bucket, id, HEAD));
    store.deleteByPrefix(prefix(bucket, id + "/")).orThrow();
  }

  private void dropParts(Upload upload) {
    try {
      store.deleteByPrefix(prefix(upload.bucket(), upload.id() + "/" + PART)).orThrow();
      store.deleteByPrefix(prefix(upload.bucket(), upload.id() + "/" + DATA)).orThrow();
    } catch (BlockStoreException e) {
      LOG.warn("parts of a completed upload stay until they are swept: {}", e.getMessage());
    }
  }

  /** Deletes bytes that no part has; what cannot be deleted goes with the upload. */
  public void discard(BlockKey data) {
    try {
      Blocks.delete(store, data);
    } catch (BlockStoreException e) {
      LOG.warn("a block of an upload stays until it is swept: {}", e.getMessage());
    }
  }

  private Optional<String> read(BlockKey key) throws BlockStoreException {
    try {
      return Optional.of(StandardCharsets.US_ASCII.decode(Blocks.readAll(store, key)).toString());
    } catch (BlockNotFoundException e) {
      return Optional.empty();
    }
  }

  private void write(BlockKey key, String text) throws BlockStoreException {
    Blocks.write(store, key, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String partName(int number) {
    return String.format(Locale.ROOT, "%05d", number);
  }

  private static String name(ListEntry entry, KeyPrefix prefix) {
    String rest = entry.name().substring(prefix.value().length());
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }

  private static KeyPrefix prefix(String bucket, String rest) {
    return KeyPrefix.of(ReservedKeys.UPLOADS.value() + bucket + "/" + rest);
  }

  private static BlockKey key(String bucket, String id, String rest) {
    return ReservedKeys.under(ReservedKeys.UPLOADS, bucket + "/" + id + "/" + rest);
  }
}
