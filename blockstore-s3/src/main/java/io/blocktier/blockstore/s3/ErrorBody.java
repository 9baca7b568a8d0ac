package io.blocktier.blockstore.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the error code out of the XML that an S3 server sends with a refusal. */
final class ErrorBody {

  private static final int MOST_BYTES = 64 << 10;
  private static final XMLInputFactory FACTORY = factory();

  private ErrorBody() {}

  /**
   * Returns the error code.
   *
   * @param body what came behind the head; at most 64 KiB of it are looked at
   * @return the code, or empty if the body holds none
   * @throws IOException if the body cannot be read to its end
   */
  static String code(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MOST_BYTES);
    try {
      return code(FACTORY.createXMLStreamReader(new ByteArrayInputStream(bytes)));
    } catch (XMLStreamException notXml) {
      return "";
    }
  }

  private static String code(XMLStreamReader reader) throws XMLStreamException {
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT
          && reader.getLocalName().equals("Code")) {
        return reader.getElementText().strip();
      }
    }
    return "";
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
