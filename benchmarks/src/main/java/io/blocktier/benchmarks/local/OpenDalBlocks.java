package io.blocktier.benchmarks.local;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.opendal.AsyncOperator;
import org.apache.opendal.Operator;

/** Apache OpenDAL's service for file systems, through its blocking operator. */
final class OpenDalBlocks implements LocalBlocks {

  private final AsyncOperator source;
  private final Operator operator;

  OpenDalBlocks(LocalCell cell) {
    this.source = AsyncOperator.of("fs", Map.of("root", cell.directory().toString()));
    this.operator = source.blocking();
  }

  private static String path(int block) {
    return "block-" + block;
  }

  @Override
  public void write(int block, byte[] bytes) {
    operator.write(path(block), bytes);
  }

  @Override
  public void read(int block, ByteBuffer target) {
    target.put(operator.read(path(block)));
  }

  @Override
  public void close() {
    operator.close();
    source.close();
  }
}
