package io.blocktier.gateway.xml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one document. For one thread. */
public final class XmlWriter {

  /** The name space of the documents of S3. */
  public static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final XMLStreamWriter xml;

  private XmlWriter(String root, boolean namespace) {
    try {
      xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement(root);
      if (namespace) {
        xml.writeDefaultNamespace(NAMESPACE);
      }
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
  }

  /** Starts a document of S3. */
  public static XmlWriter of(String root) {
    return new XmlWriter(root, true);
  }

  /** Starts a document without a name space, as errors are. */
  public static XmlWriter plain(String root) {
    return new XmlWriter(root, false);
  }

  /** Starts an element. */
  public XmlWriter start(String name) {
    return run(() -> xml.writeStartElement(name));
  }

  /** Adds an attribute to the element that was just started. */
  public XmlWriter attribute(String name, String value) {
    return run(() -> xml.writeAttribute(name, value));
  }

  /** Declares a prefix at the element that was just started. */
  public XmlWriter namespace(String prefix, String uri) {
    return run(() -> xml.writeNamespace(prefix, uri));
  }

  /** Ends an element. */
  public XmlWriter end() {
    return run(xml::writeEndElement);
  }

  /** Writes an element with text. */
  public XmlWriter text(String name, String value) {
    return run(() -> {
      xml.writeStartElement(name);
      xml.writeCharacters(legal(value));
      xml.writeEndElement();
    });
  }

  /** Writes text into the element that was started last. */
  public XmlWriter content(String value) {
    return run(() -> xml.writeCharacters(legal(value)));
  }

  /** Writes an element with a number. */
  public XmlWriter number(String name, long value) {
    return text(name, Long.toString(value));
  }

  /** Writes an element with a truth value. */
  public XmlWriter flag(String name, boolean value) {
    return text(name, Boolean.toString(value));
  }

  /** Writes an element where there is a value for it. */
  public XmlWriter text(String name, Optional<String> value) {
    value.ifPresent(present -> text(name, present));
    return this;
  }

  /** Ends the document. */
  public byte[] finish() {
    run(() -> {
      xml.writeEndDocument();
      xml.close();
    });
    return bytes.toByteArray();
  }

  /** What XML 1.0 cannot carry becomes a question mark; whoever minds asks for encoded names. */
  private static String legal(String value) {
    boolean legal = value.chars().allMatch(XmlWriter::isLegal);
    if (legal) {
      return value;
    }
    StringBuilder replaced = new StringBuilder(value.length());
    value.chars().forEach(c -> replaced.append(isLegal(c) ? (char) c : '?'));
    return replaced.toString();
  }

  private static boolean isLegal(int c) {
    return c >= ' ' ? c < 0xfffe : c == '\t' || c == '\n' || c == '\r';
  }

  private XmlWriter run(Step step) {
    try {
      step.run();
      return this;
    } catch (XMLStreamException e) {
      throw inMemory(e);
    }
  }

  private static IllegalStateException inMemory(XMLStreamException e) {
    return new IllegalStateException("a document in memory cannot be written", e);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws XMLStreamException;
  }
}
