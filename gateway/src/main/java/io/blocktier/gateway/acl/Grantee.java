package io.blocktier.gateway.acl;

import java.util.Optional;

/** Who has a right. */
public sealed interface Grantee {

  /** Tells whether somebody is meant. */
  boolean covers(Optional<String> account);

  /**
   * An account.
   *
   * @param id what it is called
   */
  record User(String id) implements Grantee {
    @Override
    public boolean covers(Optional<String> account) {
      return account.filter(id::equals).isPresent();
    }
  }

  /** Accounts that nobody lists. */
  enum Group implements Grantee {
    /** Whoever asks. */
    ALL_USERS("AllUsers"),
    /** Whoever shows a key. */
    AUTHENTICATED_USERS("AuthenticatedUsers");

    private static final String PREFIX = "http://acs.amazonaws.com/groups/global/";

    private final String word;

    Group(String word) {
      this.word = word;
    }

    String uri() {
      return PREFIX + word;
    }

    static Optional<Group> of(String uri) {
      for (Group group : values()) {
        if (group.uri().equals(uri)) {
          return Optional.of(group);
        }
      }
      return Optional.empty();
    }

    @Override
    public boolean covers(Optional<String> account) {
      return this == ALL_USERS || account.isPresent();
    }
  }
}
