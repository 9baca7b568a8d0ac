package io.blocktier.benchmarks.segments;

import io.blocktier.benchmarks.measure.DurableLag;
import io.blocktier.blockstore.BlockStoreException;
import java.util.List;

/**
 * The objects that segments are, as they are: what the store itself gives to one thread that reads
 * them one behind the other, and does nothing with them.
 */
final class SegmentObjects implements RecordStore {

  private final SegmentRecords records;

  SegmentObjects(SegmentRecords records) {
    this.records = records;
  }

  @Override
  public void put(int number, byte[] value) throws BlockStoreException {
    records.put(number, value);
  }

  @Override
  public void putAll(List<Integer> numbers, List<byte[]> values) throws BlockStoreException {
    records.putAll(numbers, values);
  }

  @Override
  public void settle() throws BlockStoreException {
    records.settle();
  }

  @Override
  public int read(int number) throws BlockStoreException {
    return records.read(number);
  }

  @Override
  public long scan() throws BlockStoreException {
    return records.readObjects();
  }

  @Override
  public DurableLag lag() {
    return records.lag();
  }

  @Override
  public void close() throws BlockStoreException {
    records.close();
  }
}
