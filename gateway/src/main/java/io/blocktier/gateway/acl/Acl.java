package io.blocktier.gateway.acl;

import io.blocktier.gateway.error.S3Exception;
import io.blocktier.gateway.request.PercentCoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who may do what with a bucket or an object. Immutable and thread-safe.
 *
 * @param owner the account that has every right, whatever the list says
 * @param grants in their order, none twice
 */
public record Acl(String owner, List<AclGrant> grants) {

  /** Puts the grants in order. */
  public Acl {
    grants = List.copyOf(new TreeSet<>(grants));
  }

  /** Returns the list that gives nobody else a right. */
  public static Acl ofOwner(String owner) {
    return new Acl(owner, List.of(new AclGrant(new Grantee.User(owner), Permission.FULL_CONTROL)));
  }

  /**
   * Tells whether somebody may do something.
   *
   * @param account who; empty for those who show no key
   */
  public boolean allows(Optional<String> account, Permission needed) {
    return account.filter(owner::equals).isPresent()
        || grants.stream()
            .anyMatch(
                grant -> grant.grantee().covers(account) && grant.permission().covers(needed));
  }

  /** Tells whether accounts that nobody lists, or strangers, are given something. */
  public boolean isPublic() {
    return grants.stream().anyMatch(grant -> grant.grantee() instanceof Grantee.Group);
  }

  /** Returns what is left for accounts that are listed. */
  public Acl withoutEverybody() {
    return new Acl(
        owner,
        grants.stream().filter(grant -> !(grant.grantee() instanceof Grantee.Group)).toList());
  }

  /** Returns the list as one word of ASCII. */
  public String text() {
    StringBuilder text = new StringBuilder(PercentCoding.encode(owner));
    for (AclGrant grant : grants) {
      String grantee =
          switch (grant.grantee()) {
            case Grantee.Group group -> group.name();
            case Grantee.User(String id) -> "=" + PercentCoding.encode(id);
          };
      text.append(',').append(grant.permission().name()).append(':').append(grantee);
    }
    return text.toString();
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException if it is not what {@link #text} gives
   */
  public static Acl parse(String text) {
    String[] words = text.split(",", -1);
    List<AclGrant> grants = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      grants.add(
          new AclGrant(
              grantee(words[i].substring(colon + 1)),
              Permission.valueOf(words[i].substring(0, Math.max(colon, 0)))));
    }
    return new Acl(decoded(words[0]), grants);
  }

  private static Grantee grantee(String text) {
    return text.startsWith("=")
        ? new Grantee.User(decoded(text.substring(1)))
        : Grantee.Group.valueOf(text);
  }

  private static String decoded(String text) {
    try {
      return PercentCoding.decodePath(text);
    } catch (S3Exception e) {
      throw new IllegalArgumentException("a list of rights that is not percent-encoded", e);
    }
  }
}
