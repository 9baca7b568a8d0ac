package io.blocktier.cache.index;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;

/**
 * The numbers at the head of a Chronicle Map, where Chronicle Values puts them: in 25 bytes,
 * unaligned, the fields of 3 and 5 bytes behind each other. What is not thread-safe here is called
 * under a lock of the map. Public for {@link MapStateClass}, and for nothing else.
 */
@SuppressWarnings("rawtypes") // as in the interface
public class MapState implements VanillaGlobalMutableState {

  private static final int BULKS_AT = 0;
  private static final int FREE_TIER_AT = 3;
  private static final int TIERS_AT = 8;
  private static final int HEADERS_AT = 13;
  private static final int SIZE_AT = 17;
  private static final int BYTES = 25;

  private static final long MAX_24 = (1L << 24) - 1;
  private static final long MAX_32 = (1L << 32) - 1;
  private static final long MAX_40 = (1L << 40) - 1;

  @SuppressWarnings("NullAway.Init") // whoever makes one gives it its bytes next
  private BytesStore bytes;

  private long offset;

  /** Has no bytes yet. */
  protected MapState() {}

  @Override
  public int getAllocatedExtraTierBulks() {
    return (int) (bytes.readInt(offset + BULKS_AT) & MAX_24);
  }

  @Override
  public void setAllocatedExtraTierBulks(int bulks) {
    int others = (int) (bytes.readInt(offset + BULKS_AT) & ~MAX_24);
    bytes.writeInt(offset + BULKS_AT, others | (int) required(bulks, MAX_24));
  }

  @Override
  public long getFirstFreeTierIndex() {
    return bytes.readLong(offset + FREE_TIER_AT) & MAX_40;
  }

  @Override
  public void setFirstFreeTierIndex(long index) {
    write40(FREE_TIER_AT, index);
  }

  @Override
  public long getExtraTiersInUse() {
    return bytes.readLong(offset + TIERS_AT) & MAX_40;
  }

  @Override
  public void setExtraTiersInUse(long tiers) {
    write40(TIERS_AT, tiers);
  }

  @Override
  public long getSegmentHeadersOffset() {
    return bytes.readInt(offset + HEADERS_AT) & MAX_32;
  }

  @Override
  public void setSegmentHeadersOffset(long headers) {
    bytes.writeInt(offset + HEADERS_AT, (int) required(headers, MAX_32));
  }

  @Override
  public long getDataStoreSize() {
    return bytes.readLong(offset + SIZE_AT);
  }

  @Override
  public void setDataStoreSize(long size) {
    bytes.writeLong(offset + SIZE_AT, required(size, Long.MAX_VALUE));
  }

  @Override
  public long addDataStoreSize(long addition) {
    long size = getDataStoreSize() + addition;
    if (size < 0) {
      throw new IllegalStateException("the size of the map would be " + size);
    }
    bytes.writeLong(offset + SIZE_AT, size);
    return size;
  }

  private void write40(int at, long number) {
    long others = bytes.readLong(offset + at) & ~MAX_40;
    bytes.writeLong(offset + at, others | required(number, MAX_40));
  }

  private static long required(long number, long most) {
    if (number < 0 || number > most) {
      throw new IllegalArgumentException(number + " is not between 0 and " + most);
    }
    return number;
  }

  @Override
  public void bytesStore(BytesStore store, long from, long length) {
    if (length != BYTES || from + length > store.capacity()) {
      throw new IllegalArgumentException(length + " bytes at " + from + " of " + store.capacity());
    }
    this.bytes = store;
    this.offset = from;
  }

  @Override
  public BytesStore bytesStore() {
    return bytes;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long maxSize() {
    return BYTES;
  }
}
