package io.blocktier.gateway.attribute;

import java.util.Map;

/**
 * What stays known of a part of an object.
 *
 * @param number the part's number
 * @param size its bytes
 * @param checksums its checksums in Base64, by algorithm in upper case
 */
public record PartAttributes(int number, long size, Map<String, String> checksums) {}
