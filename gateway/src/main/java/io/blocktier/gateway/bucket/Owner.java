package io.blocktier.gateway.bucket;

import io.blocktier.gateway.xml.XmlWriter;

/** Owners as documents tell them. */
public final class Owner {

  private Owner() {}

  /** Writes an account as an element of a name. */
  public static void write(XmlWriter xml, String element, String id) {
    xml.start(element).text("ID", id).text("DisplayName", id).end();
  }
}
