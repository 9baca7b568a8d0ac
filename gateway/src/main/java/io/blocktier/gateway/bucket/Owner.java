package io.blocktier.gateway.bucket;

import io.blocktier.gateway.xml.XmlWriter;

/** The owner of everything here. */
public final class Owner {

  /** What the owner is called where S3 has a canonical user. */
  public static final String ID = "blocktier";

  private Owner() {}

  /** Writes the owner as an element of that name. */
  public static void write(XmlWriter xml, String element) {
    xml.start(element).text("ID", ID).text("DisplayName", ID).end();
  }
}
