package io.blocktier.blockstore.tck;

/** What a store may get wrong, and a test of the contract that notices it. */
enum Defect {
  IF_ABSENT_IS_IGNORED("ifAbsentWritesOnlyWhereThereIsNoBlock"),
  IF_ABSENT_IS_NOT_ATOMIC("ifAbsentHasOneWinnerWhoseContentStays"),
  IF_MATCH_IS_IGNORED("ifMatchReplacesThatVersionOnly"),
  IF_MATCH_IS_NOT_ATOMIC("counterByCompareAndSwapIsExact"),
  CONDITION_OF_DELETE_IS_IGNORED("conditionalDeleteTakesThatVersionOnly"),
  CONDITION_OF_UPLOAD_IS_IGNORED("conditionIsJudgedOnCompletion"),
  METADATA_IS_LOST("metadataComesBack"),
  METADATA_IS_DROPPED_WHERE_IT_IS_NOT_OFFERED("metadataIsRefusedWhereItIsNotOffered"),
  RANGE_IS_ONE_BYTE_SHORT("rangeYieldsWhatLiesBetweenItsEnds"),
  OFFSET_BEYOND_THE_END_IS_EMPTY("rangeFromTheEndOrBeyondIsNotSatisfiable"),
  POSITION_MOVES_ON_FAILURE("targetThatIsTooSmallIsRefusedWithBothNumbers"),
  READS_MIX_VERSIONS("readersSeeWholeVersions"),
  STAT_TELLS_AN_OLD_ETAG("eachVersionHasAnEtagOfItsOwn"),
  LAST_ENTRY_OF_A_PAGE_IS_DROPPED("everyBlockIsListedOnceHoweverPagesFall"),
  LAST_PAGE_IS_DROPPED("listingGoesOnBehindTheFirstFullPage"),
  PAGES_OVERLAP("everyBlockIsListedOnceHoweverPagesFall"),
  LISTING_IS_UNORDERED("keysComeInTheOrderOfTheirBytes"),
  LISTING_STARTS_AT_THE_GIVEN_KEY("listingBeginsBehindAString"),
  BATCH_DELETE_SKIPS_ONE("batchOfAnySizeIsDeleted"),
  PREFIX_DELETE_STOPS_AT_SLASH("prefixDeletesWhatItCoversAndNothingElse"),
  COPY_LOSES_METADATA("copyTakesMetadataAlongOrItsOwn"),
  COPY_IGNORES_THE_SOURCE_VERSION("copyMayInsistOnAVersionOfItsSource"),
  COPY_GOES_THROUGH_THE_CLIENT("largeCopyMovesNoByteThroughTheClient"),
  RENAME_KEEPS_THE_SOURCE("renamedBlockHasItsNewKeyOnly"),
  APPEND_IGNORES_THE_OFFSET("appendAtAnotherOffsetFailsAndChangesNothing"),
  KEYS_FOLD_CASE("keysThatDifferInCaseAreDifferent"),
  CHECKSUM_IS_NOT_CHECKED("wrongChecksumIsRefusedAndNothingIsStored"),
  LENGTH_IS_NOT_CHECKED("sourceThatEndsEarlyIsRefusedAndNothingIsStored"),
  PROBE_LEAVES_A_BLOCK("probeLeavesNothingBehindAndTouchesNothing"),
  CALLS_AFTER_CLOSE_SUCCEED("everyCallAfterCloseIsRefused");

  private final String noticedBy;

  Defect(String noticedBy) {
    this.noticedBy = noticedBy;
  }

  String noticedBy() {
    return noticedBy;
  }
}
