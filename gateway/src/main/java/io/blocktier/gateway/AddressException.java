package io.blocktier.gateway;

import java.io.IOException;
import java.net.SocketException;

/** A gateway cannot serve at an address: somebody else does, or it is none of this machine. */
public final class AddressException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the address.
   *
   * @param address host and port
   * @param cause what the operating system said
   */
  public AddressException(String address, SocketException cause) {
    super("cannot listen at " + address + ": " + cause.getMessage(), cause);
  }
}
