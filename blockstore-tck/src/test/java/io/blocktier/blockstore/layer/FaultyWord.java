package io.blocktier.blockstore.layer;

import io.blocktier.blockstore.BlockKey;
import io.blocktier.blockstore.BlockListing;
import io.blocktier.blockstore.BlockRead;
import io.blocktier.blockstore.BlockStat;
import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.BlockUpload;
import io.blocktier.blockstore.Blocks;
import io.blocktier.blockstore.ByteRange;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.Content;
import io.blocktier.blockstore.CopyOptions;
import io.blocktier.blockstore.DeleteOptions;
import io.blocktier.blockstore.ListEntry;
import io.blocktier.blockstore.ListOptions;
import io.blocktier.blockstore.Metadata;
import io.blocktier.blockstore.Precondition;
import io.blocktier.blockstore.PreconditionFailedException;
import io.blocktier.blockstore.Receipt;
import io.blocktier.blockstore.StorageClass;
import io.blocktier.blockstore.WriteOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Ways in which a store claims what it does not do, as found in the field. */
enum FaultyWord {
  /** What a server does that looks first and writes then: it is trusted with no condition. */
  TWO_WRITERS_SLIP_THROUGH_ONE_CONDITION(Conditions.ALL) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      Map<String, Integer> slipped = new ConcurrentHashMap<>();
      return new ForwardingBlockStore(store) {
        @Override
        public Receipt write(BlockKey key, Content content, WriteOptions options)
            throws BlockStoreException {
          int writers = slipped.merge(key + " " + options.precondition(), 1, Integer::sum);
          return inner()
              .write(key, content, writers <= 2 ? options.with(Precondition.NONE) : options);
        }
      };
    }
  },
  CONDITIONS_IGNORED(Conditions.ALL) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return writing(store, options -> options.with(Precondition.NONE));
    }
  },
  CONDITIONS_OF_UPLOADS_IGNORED(
      EnumSet.of(Capability.CONDITIONAL_CREATE, Capability.CONDITIONAL_REPLACE)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public BlockUpload startUpload(BlockKey key, WriteOptions options)
            throws BlockStoreException {
          return inner().startUpload(key, options.with(Precondition.NONE));
        }
      };
    }
  },
  CONDITIONS_OF_DELETES_IGNORED(EnumSet.of(Capability.CONDITIONAL_DELETE)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public void delete(BlockKey key, DeleteOptions options) throws BlockStoreException {
          inner().delete(key, DeleteOptions.DEFAULT);
        }
      };
    }
  },
  CONDITIONS_OF_COPIES_IGNORED(EnumSet.of(Capability.CONDITIONAL_COPY)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
            throws BlockStoreException {
          return inner().copy(source, target, options.with(Precondition.NONE));
        }
      };
    }
  },
  METADATA_LOST(EnumSet.of(Capability.METADATA)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return writing(store, options -> options.with(Metadata.EMPTY));
    }
  },
  METADATA_LOST_BY_COPYING(EnumSet.of(Capability.METADATA)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public Receipt copy(BlockKey source, BlockKey target, CopyOptions options)
            throws BlockStoreException {
          return inner().copy(source, target, options.with(Metadata.EMPTY));
        }
      };
    }
  },
  CHECKSUM_IGNORED(EnumSet.of(Capability.CHECKSUM)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public Receipt write(BlockKey key, Content content, WriteOptions options)
            throws BlockStoreException {
          Content unchecked = Content.source(content.length(), content::open);
          return inner().write(key, unchecked, options);
        }
      };
    }
  },
  CHECKSUM_NOT_KEPT(EnumSet.of(Capability.CHECKSUM)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return showing(
          store,
          stat ->
              new BlockStat(
                  stat.key(),
                  stat.size(),
                  stat.etag(),
                  stat.lastModified(),
                  Optional.empty(),
                  stat.metadata(),
                  stat.storageClass(),
                  stat.putId()));
    }
  },
  STORAGE_CLASS_CHANGED(EnumSet.of(Capability.STORAGE_CLASS)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return writing(store, options -> options.with(StorageClass.of("OTHER")));
    }
  },
  LISTING_BACKWARDS(EnumSet.of(Capability.ORDERED_LISTING)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return listing(store, List::reversed);
    }
  },
  LISTING_IN_UTF_16_ORDER(EnumSet.of(Capability.ORDERED_LISTING)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return listing(
          store,
          names -> {
            List<ListEntry> sorted = new ArrayList<>(names);
            sorted.sort((a, b) -> a.name().compareTo(b.name()));
            return sorted;
          });
    }
  },
  LISTING_LATE(EnumSet.of(Capability.ORDERED_LISTING)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return listing(store, entries -> entries.subList(0, Math.max(0, entries.size() - 1)));
    }
  },
  APPENDS_ANYWHERE(EnumSet.of(Capability.APPEND)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public Receipt append(BlockKey key, long expectedOffset, Content content)
            throws BlockStoreException {
          while (true) {
            long size = Blocks.find(inner(), key).map(BlockStat::size).orElse(0L);
            try {
              return inner().append(key, size, content);
            } catch (PreconditionFailedException overtaken) {
              // Somebody else made the block longer: look again.
            }
          }
        }
      };
    }
  },
  RENAMES_BY_COPYING(EnumSet.of(Capability.RENAME)) {
    @Override
    BlockStore plantedIn(BlockStore store) {
      return new ForwardingBlockStore(store) {
        @Override
        public Receipt rename(BlockKey source, BlockKey target, Precondition condition)
            throws BlockStoreException {
          return inner().copy(source, target, CopyOptions.DEFAULT.with(condition));
        }
      };
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
  private final Set<Capability> refuted;

  FaultyWord(Set<Capability> refuted) {
    this.refuted = Set.copyOf(refuted);
  }

  abstract BlockStore plantedIn(BlockStore store);

  Set<Capability> refuted() {
    return refuted;
  }

  private static BlockStore writing(BlockStore store, UnaryOperator<WriteOptions> change) {
    return new ForwardingBlockStore(store) {
      @Override
      public Receipt write(BlockKey key, Content content, WriteOptions options)
          throws BlockStoreException {
        return inner().write(key, content, change.apply(options));
      }
    };
  }

  private static BlockStore showing(BlockStore store, UnaryOperator<BlockStat> change) {
    return new ForwardingBlockStore(store) {
      @Override
      public BlockStat stat(BlockKey key) throws BlockStoreException {
        return change.apply(inner().stat(key));
      }

      @Override
      public BlockRead read(BlockKey key, ByteRange range, ByteBuffer target)
          throws BlockStoreException {
        BlockRead read = inner().read(key, range, target);
        return new BlockRead(read.length(), change.apply(read.block()));
      }
    };
  }

  private static BlockStore listing(BlockStore store, UnaryOperator<List<ListEntry>> change) {
    return new ForwardingBlockStore(store) {
      @Override
      public BlockListing list(ListOptions options) throws BlockStoreException {
        List<ListEntry> entries = new ArrayList<>();
        try (BlockListing all = inner().list(options)) {
          all.forEachRemaining(entries::add);
        }
        return new OnePage(change.apply(entries));
      }
    };
  }

  /** A listing that has its entries already. */
  private static final class OnePage implements BlockListing {

    private List<ListEntry> left;

    OnePage(List<ListEntry> entries) {
      this.left = entries;
    }

    @Override
    public List<ListEntry> nextPage() {
      List<ListEntry> page = left;
      left = List.of();
      return page;
    }

    @Override
    public void close() {
      left = List.of();
    }
  }

  /** In a class of its own, for an enum has its constants before its fields. */
  private static final class Conditions {
    static final Set<Capability> ALL =
        EnumSet.of(
            Capability.CONDITIONAL_CREATE,
            Capability.CONDITIONAL_REPLACE,
            Capability.CONDITIONAL_DELETE,
            Capability.CONDITIONAL_COPY);
  }
}
