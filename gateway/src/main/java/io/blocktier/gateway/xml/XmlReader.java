package io.blocktier.gateway.xml;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads documents of clients: without document types and entities, neither deep nor in crumbs. */
public final class XmlReader {

  private static final int MAX_DEPTH = 16;

  /** Each takes memory, however few bytes it has; the completion of 10,000 parts has the most. */
  private static final int MAX_ELEMENTS = 100_000;

  private static final XMLInputFactory FACTORY = factory();

  private XmlReader() {}

  /**
   * Reads a document.
   *
   * @param document the whole document; its size is bounded by whoever read it
   * @return the root
   * @throws S3Exception {@code MalformedXML}
   */
  public static XmlNode read(byte[] document) throws S3Exception {
    try {
      XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
      try {
        return root(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static final class Open {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlNode> children = new ArrayList<>();

    private Open(String name) {
      this.name = name;
    }

    private XmlNode close() {
      return new XmlNode(name, text.toString(), List.copyOf(children));
    }
  }

  private static XmlNode root(XMLStreamReader xml) throws XMLStreamException, S3Exception {
    Deque<Open> open = new ArrayDeque<>();
    int elements = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          requireAtMost(MAX_DEPTH, open.size() + 1);
          requireAtMost(MAX_ELEMENTS, ++elements);
          open.push(new Open(xml.getLocalName()));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            open.element().text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          XmlNode node = open.pop().close();
          if (open.isEmpty()) {
            return node;
          }
          open.element().children.add(node);
        }
        case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
            throw new S3Exception(S3ErrorCode.MALFORMED_XML);
        default -> {
          // comments and the like say nothing
        }
      }
    }
    throw new S3Exception(S3ErrorCode.MALFORMED_XML);
  }

  private static void requireAtMost(int most, int number) throws S3Exception {
    if (number > most) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }
}
