package io.blocktier.blockstore.spi;

import io.blocktier.blockstore.BlockStoreException;
import io.blocktier.blockstore.Capability;

/** The test of one capability against a live store. */
@FunctionalInterface
interface ProbeCheck {

  /**
   * Tests.
   *
   * @return the evidence that the store has the capability
   * @throws ProbeRefutation if it has not
   * @throws BlockStoreException if the test could not be brought to its end
   */
  String run(ProbeBench bench) throws BlockStoreException, ProbeRefutation;

  /** Returns the test of a capability. */
  static ProbeCheck of(Capability capability) {
    return switch (capability) {
      case CONDITIONAL_CREATE -> ConditionChecks::create;
      case CONDITIONAL_REPLACE -> ConditionChecks::replace;
      case CONDITIONAL_DELETE -> ConditionChecks::delete;
      case CONDITIONAL_COPY -> ConditionChecks::copy;
      case APPEND -> ConditionChecks::append;
      case RENAME -> MovementChecks::rename;
      case SERVER_SIDE_COPY -> MovementChecks::copy;
      case UPLOAD -> MovementChecks::upload;
      case PART_COPY -> MovementChecks::copyPart;
      case ORDERED_LISTING -> ListingCheck::run;
      case METADATA -> KeepingChecks::metadata;
      case STORAGE_CLASS -> KeepingChecks::storageClass;
      case CHECKSUM -> KeepingChecks::checksum;
    };
  }
}
