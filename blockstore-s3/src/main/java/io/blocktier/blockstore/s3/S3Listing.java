package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Etag;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Operation;
import io.blocktier.blockstore.UnsupportedByStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists objects page by page. Objects of others whose keys are not legal here are left out. An
 * object that a server lists without etag is looked at by itself, one that a page names twice is
 * shown once (Ozone does so while an object is in its table and its cache).
 */
final class S3Listing implements BlockListing {

  private static final Logger LOG = LoggerFactory.getLogger(S3Listing.class);
  private static final String DELIMITER = "/";

  /** The last of all characters: no key in a folder comes behind the folder's name with it. */
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  private static final Comparator<String> UTF8 =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final SdkCalls sdk;
  private final Reads reads;
  private final CallFrame frame;
  private final Call call;
  private final ObjectNames names;
  private final ListOptions options;
  private final Queue<ListEntry> fetched = new ArrayDeque<>();
  private String startAfter;
  private String lastName = "";
  private @Nullable String token;
  private boolean over;

  S3Listing(
      SdkCalls sdk,
      Reads reads,
      CallFrame frame,
      Operation operation,
      ObjectNames names,
      ListOptions options) {
    this.sdk = sdk;
    this.reads = reads;
    this.frame = frame;
    this.call = Call.looking(operation, null);
    this.names = names;
    this.options = options;
    this.startAfter = options.startAfter();
  }

  /**
   * A page of the server may hold nothing that is shown, and not be the last; some servers do not
   * count folders and send more than was asked for.
   */
  @Override
  public List<ListEntry> nextPage() throws BlockStoreException {
    while (fetched.isEmpty() && !over) {
      fetch();
    }
    List<ListEntry> page = new ArrayList<>();
    while (page.size() < options.pageSize() && !fetched.isEmpty()) {
      page.add(fetched.remove());
    }
    return page;
  }

  @Override
  public void close() {
    over = true;
    fetched.clear();
  }

  private void fetch() throws BlockStoreException {
    ListObjectsV2Response response = sdk.call(call, s3 -> s3.listObjectsV2(request()));
    String next = response.nextContinuationToken();
    if (next != null && next.equals(token)) {
      goOnBehindLastName();
      return;
    }
    List<ListEntry> entries = entries(response);
    fetched.addAll(entries);
    lastName = entries.isEmpty() ? lastName : entries.getLast().name();
    token = next;
    over = !Boolean.TRUE.equals(response.isTruncated()) || next == null;
  }

  /** A server that sends the same page again and again would be listed forever. */
  private void goOnBehindLastName() throws BlockStoreException {
    boolean folder = lastName.endsWith(DELIMITER);
    String position = folder ? lastName + LAST_CHARACTER : lastName;
    if (position.equals(startAfter)) {
      throw new UnsupportedByStoreException(
          frame
              .failure(call, "the listing does not get beyond '" + lastName + "'")
              .remedy("list without folders, or with larger pages"));
    }
    startAfter = position;
    token = null;
  }

  private ListObjectsV2Request request() {
    return ListObjectsV2Request.builder()
        .bucket(names.bucket())
        .prefix(orNone(names.of(options.prefix())))
        .startAfter(orNone(names.behind(startAfter)))
        .delimiter(options.recursive() ? null : DELIMITER)
        .encodingType(EncodingType.URL)
        .maxKeys(options.pageSize())
        .continuationToken(token)
        .build();
  }

  private static @Nullable String orNone(String text) {
    return text.isEmpty() ? null : text;
  }

  private List<ListEntry> entries(ListObjectsV2Response response) throws BlockStoreException {
    List<ListEntry> entries = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (S3Object object : response.contents()) {
      if (named.add(object.key())) {
        block(object).ifPresent(entries::add);
      }
    }
    for (CommonPrefix prefix : response.commonPrefixes()) {
      names.keys(prefix.prefix()).map(ListEntry.Folder::new).ifPresent(entries::add);
    }
    int skipped = response.contents().size() + response.commonPrefixes().size() - entries.size();
    if (skipped > 0) {
      LOG.debug("{} entries under '{}' have no legal key", skipped, options.prefix());
    }
    return options.recursive() ? entries : inOrder(entries);
  }

  /**
   * The server lists blocks and folders apart, a folder also where it begins before the start, and
   * some servers again where it goes on.
   */
  private List<ListEntry> inOrder(List<ListEntry> entries) {
    return entries.stream()
        .filter(entry -> UTF8.compare(entry.name(), startAfter) > 0)
        .filter(entry -> !entry.name().equals(lastName))
        .sorted(Comparator.comparing(ListEntry::name, UTF8))
        .toList();
  }

  private Optional<ListEntry> block(S3Object object) throws BlockStoreException {
    Optional<BlockKey> key = names.key(object.key());
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<Etag> etag = Etags.parse(object.eTag());
    BlockStat stat =
        etag.isPresent()
            ? stat(key.get(), etag.get(), object)
            : reads.stat(Call.looking(call.operation(), key.get()), key.get());
    return Optional.of(new ListEntry.Block(stat));
  }

  private static BlockStat stat(BlockKey key, Etag etag, S3Object object) {
    return new BlockStat(
        key,
        object.size() == null ? 0 : object.size(),
        etag,
        object.lastModified() == null ? Instant.EPOCH : object.lastModified(),
        Optional.empty(),
        Metadata.EMPTY,
        Optional.ofNullable(object.storageClassAsString()).flatMap(ObjectHead::storageClass),
        Optional.empty());
  }
}
