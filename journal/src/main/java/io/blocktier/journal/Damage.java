package io.blocktier.journal;

/**
 * What is wrong with a journal that no power cut explains.
 *
 * @param file where
 * @param first the least generation that may be lost, or 0 if that is not known
 * @param last the greatest generation that may be lost, or 0 if that is not known
 * @param detail what was found
 */
public record Damage(String file, long first, long last, String detail) {}
