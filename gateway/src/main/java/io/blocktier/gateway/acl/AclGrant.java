package io.blocktier.gateway.acl;

import java.util.Comparator;

/**
 * One line of a list: groups come first, then accounts by their names.
 *
 * @param grantee who
 * @param permission what
 */
public record AclGrant(Grantee grantee, Permission permission) implements Comparable<AclGrant> {

  private static final Comparator<AclGrant> ORDER =
      Comparator.comparing(AclGrant::rank).thenComparing(AclGrant::permission);

  @Override
  public int compareTo(AclGrant other) {
    return ORDER.compare(this, other);
  }

  private String rank() {
    return switch (grantee) {
      case Grantee.Group group -> "0" + group.name();
      case Grantee.User(String id) -> "1" + id;
    };
  }
}
