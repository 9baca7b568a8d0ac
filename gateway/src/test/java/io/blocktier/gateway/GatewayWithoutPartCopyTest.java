package io.blocktier.gateway;

import io.blocktier.blockstore.BlockStore;
import io.blocktier.blockstore.Capability;
import io.blocktier.blockstore.tck.InMemoryBlockStore;
import java.util.Set;

/** Bytes of parts then go through the gateway. */
class GatewayWithoutPartCopyTest extends MultipartContract {

  @Override
  BlockStore open() {
    return new InMemoryBlockStore(
        "weak", InMemoryBlockStore.ALL_CAPABILITIES.without(Set.of(Capability.PART_COPY)), effects);
  }
}
