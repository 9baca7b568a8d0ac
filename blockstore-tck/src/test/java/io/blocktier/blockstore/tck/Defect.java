package io.blocktier.blockstore.tck;

/** What a store may get wrong, and a test of the contract that notices it. */
enum Defect {
  NONE(""),
  EMPTY_BLOCK_IS_NONE("emptyBlockIsABlock"),
  LARGE_BLOCK_LOSES_ITS_END("largeBlockIsReadBack"),
  WRITE_IS_SEEN_HALF_DONE("readersSeeWholeVersions"),
  SOURCE_IS_OPENED_ONCE("sourceThatBrokeIsReadAnewByTheNextAttempt"),
  SOURCE_IS_LEFT_OPEN("sourceIsOpenedAnewForEachWriteAndClosed"),
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
  LISTING_COUNTS_ITS_WAY("whatStaysIsListedOnceAmongWritesAndDeletes"),
  BATCH_DELETE_SKIPS_ONE("batchOfAnySizeIsDeleted"),
  FAILED_DELETE_IS_NOT_REPORTED("blockThatCannotBeDeletedDoesNotKeepItsNeighbours"),
  FAILED_DELETE_ENDS_ITS_BATCH("blockThatCannotBeDeletedDoesNotKeepItsNeighbours"),
  BLOCK_TAKES_ITS_FOLDER_ALONG("blocksBesideTheirOwnFoldersLiveAndDieAlone"),
  PREFIX_DELETE_STOPS_AT_SLASH("prefixDeletesWhatItCoversAndNothingElse"),
  COPY_LOSES_METADATA("copyTakesMetadataAlongOrItsOwn"),
  COPY_IGNORES_THE_SOURCE_VERSION("copyMayInsistOnAVersionOfItsSource"),
  COPY_GOES_THROUGH_THE_CLIENT("largeCopyMovesNoByteThroughTheClient"),
  PART_COPY_GOES_THROUGH_THE_CLIENT("partsAreCopiedFromRangesOfBlocks"),
  PART_IS_VISIBLE_EARLY("nothingIsVisibleBeforeCompletion"),
  PARTS_ARE_JOINED_AS_THEY_COME("partsInAnyOrderBecomeOneBlock"),
  RENAME_KEEPS_THE_SOURCE("renamedBlockHasItsNewKeyOnly"),
  APPEND_IGNORES_THE_OFFSET("appendAtAnotherOffsetFailsAndChangesNothing"),
  APPEND_IS_SEEN_HALF_DONE("readersSeeWholeAppends"),
  KEYS_FOLD_CASE("keysThatDifferInCaseAreDifferent"),
  KEYS_ARE_UNESCAPED("keysThatLookLikeSomethingElseAreKept"),
  KEYS_ARE_NORMALIZED("everyLengthOfUtf8IsKeptAndNothingIsNormalized"),
  KEYS_ARE_LATIN_1("everyByteOfUtf8IsKept"),
  KEYS_ARE_CUT("longElementsThatDifferAtTheirEndAreDifferent"),
  CHECKSUM_IS_NOT_CHECKED("wrongChecksumIsRefusedAndNothingIsStored"),
  LENGTH_IS_NOT_CHECKED("sourceThatEndsEarlyIsRefusedAndNothingIsStored"),
  PROBE_LEAVES_A_BLOCK("probeProvesWhatTheStoreClaimsAndLeavesNoTrace"),
  CLOSE_BREAKS_CALLS_UNDER_WAY("closeWhileBusyEndsEveryCall"),
  CALLS_AFTER_CLOSE_SUCCEED("everyCallAfterCloseIsRefused");

  private final String noticedBy;

  Defect(String noticedBy) {
    this.noticedBy = noticedBy;
  }

  String noticedBy() {
    return noticedBy;
  }
}
