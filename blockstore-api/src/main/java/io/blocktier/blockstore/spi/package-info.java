/**
 * What a store's implementer needs beside the interface: settings, effects, discovery, the probe.
 */
@org.jspecify.annotations.NullMarked
package io.blocktier.blockstore.spi;
