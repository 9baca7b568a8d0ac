package io.blocktier.blockstore.s3;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.KeyPrefix;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.PartReceipt;
import io.blocktier.blockstore.WriteOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * What some servers cannot do that every block store has to, so that no capability stands for it.
 * Found by trying; the tests of the contract that need it are then skipped, and say so.
 */
enum Lack {
  /** A file system beneath, where a name is a file or a folder. */
  BLOCKS_BESIDE_THEIR_FOLDERS(
      "ifAbsentMindsTheKeyAndNotItsFolder",
      "blockMayBeCopiedBelowAndAboveItself",
      "batchOfAnySizeIsDeleted",
      "prefixDeletesWhatItCoversAndNothingElse",
      "keysBehindASlashBecomeOneFolder",
      "foldedPrefixIsNotBoundToSlashes",
      "elementsLongerThanAFileNameAreKept",
      "deepestKeyIsKept",
      "longestKeysAreKept",
      "keysThatLookLikeSomethingElseAreKept",
      "prefixIsNotBoundToSlashes",
      "folderWithoutBlocksIsGone",
      "batchDeletesBlocksBesideTheirOwnFolders",
      "longElementsAreBlocksAndFoldersAtOnce",
      "siblingsAroundTheSlashComeAndGoInAnyOrder",
      "blocksBesideTheirOwnFoldersLiveAndDieAlone") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      Blocks.write(store, BlockKey.of("lack/a/b"), new byte[1]);
      Blocks.write(store, BlockKey.of("lack/a"), new byte[1]);
      return true;
    }
  },
  /** A front end that takes a backslash for an attack. */
  BACKSLASHES(
      "oddKeysAreListedOneByOneByTheirOwnPrefix",
      "oddKeysAreCopiedAndDeletedOneByOne",
      "keysThatLookLikeSomethingElseAreKept",
      "everyAsciiCharacterIsKept") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      Blocks.write(store, BlockKey.of("lack/back\\slash"), new byte[1]);
      return true;
    }
  },
  /** A bound on the names of extended attributes. */
  LONG_NAMES_OF_METADATA("metadataComesBack") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      WriteOptions options =
          WriteOptions.DEFAULT.with(Metadata.of(Map.of("z".repeat(128), "long")));
      store.write(BlockKey.of("lack/names"), Content.of(new byte[1]), options);
      return true;
    }
  },
  /** An upload has to be completed with all of its parts. */
  PARTS_LEFT_OUT("partsThatAreLeftOutAreDropped") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      BlockKey key = BlockKey.of("lack/parts");
      try (BlockUpload upload = store.startUpload(key, WriteOptions.DEFAULT)) {
        PartReceipt kept = upload.uploadPart(1, Content.of(new byte[1]));
        upload.uploadPart(2, Content.of(new byte[1]));
        upload.complete(List.of(kept));
        return true;
      }
    }
  },
  /** A folder is told on one page of a listing, not on each. */
  FOLDERS_LISTED_ONCE(
      "keysBehindASlashBecomeOneFolder",
      "foldedPrefixIsNotBoundToSlashes",
      "folderLargerThanAPageIsListedOnce") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      for (String name : List.of("a!", "b/1", "c/1", "d", "e")) {
        Blocks.write(store, BlockKey.of("lack/folded/" + name), new byte[1]);
      }
      List<String> names = new ArrayList<>();
      ListOptions options =
          ListOptions.under(KeyPrefix.of("lack/folded/")).folded().withPageSize(1);
      try (BlockListing listing = store.list(options)) {
        listing.forEachRemaining(entry -> names.add(entry.name()));
      }
      return names.size() == 5;
    }
  },
  /** A character beyond the basic plane is listed once. */
  CHARACTERS_OF_FOUR_BYTES("everyLengthOfUtf8IsKeptAndNothingIsNormalized") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      List<String> written = List.of("\uE000", "\uFFFD", "\uD800\uDC00", "\uDBFF\uDFFF");
      for (String name : written) {
        Blocks.write(store, BlockKey.of("lack/planes/" + name), new byte[1]);
      }
      List<String> names = new ArrayList<>();
      try (BlockListing listing = store.list(ListOptions.under(KeyPrefix.of("lack/planes/")))) {
        listing.forEachRemaining(entry -> names.add(entry.name()));
      }
      return names.size() == written.size();
    }
  },
  /** Bytes and headers of one read are of one version, whatever is written meanwhile. */
  WHOLE_VERSIONS(
      "readersSeeWholeVersions",
      "rangesWithOneEtagAreOfOneVersion",
      "whatStaysIsListedOnceAmongWritesAndDeletes",
      "copiesAmongOverwritesAreWholeVersions") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      return new TornReads(store, BlockKey.of("lack/torn"), executor, false).none();
    }
  },
  /**
   * A read beside a deletion finds the block or not; shows where the server is busy, not by trying.
   */
  READS_BESIDE_DELETIONS("readerOfADeletedBlockSeesItWholeOrNotAtAll") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) {
      return true;
    }
  },
  /** A copy is of one version, whatever is written meanwhile. */
  WHOLE_COPIES("copiesAmongOverwritesAreWholeVersions") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      return new TornReads(store, BlockKey.of("lack/copied"), executor, true).none();
    }
  },
  /** A listing that begins after a deletion does not show the block. */
  LISTINGS_THAT_FOLLOW_DELETIONS("whatStaysIsListedOnceAmongWritesAndDeletes") {
    @Override
    boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException {
      return new GhostListings(store, executor).none();
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> tests;

  Lack(String... tests) {
    this.tests = Set.of(tests);
  }

  /** Does what the server may not be able to do; tells whether it went as it has to. */
  abstract boolean isFilled(BlockStore store, ExecutorService executor) throws BlockStoreException;

  boolean concerns(String test) {
    return tests.contains(test);
  }

  /** Finds out what the server beneath a store lacks. */
  static Set<Lack> of(BlockStore store, ExecutorService executor) {
    Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    for (Lack lack : values()) {
      if (lack.isMet(store, executor)) {
        System.out.println("probe: lacking " + lack);
        lacks.add(lack);
      }
    }
    return lacks;
  }

  private boolean isMet(BlockStore store, ExecutorService executor) {
    try {
      return !isFilled(store, executor);
    } catch (BlockStoreException e) {
      return true;
    }
  }
}
