package io.blocktier.gateway.xml;

import io.blocktier.gateway.error.S3ErrorCode;
import io.blocktier.gateway.error.S3Exception;
import java.util.List;
import java.util.Optional;

/**
 * An element of a document that was read. Immutable and thread-safe.
 *
 * @param name without its name space
 * @param text what it holds beside elements
 * @param children the elements in it
 */
public record XmlNode(String name, String text, List<XmlNode> children) {

  /** Returns all elements of a name. */
  public List<XmlNode> all(String child) {
    return children.stream().filter(node -> node.name.equals(child)).toList();
  }

  /** Returns the first element of a name. */
  public Optional<XmlNode> first(String child) {
    return children.stream().filter(node -> node.name.equals(child)).findFirst();
  }

  /** Returns the text of the first element of a name. */
  public Optional<String> textOf(String child) {
    return first(child).map(XmlNode::text);
  }

  /** Returns the text of an element that has to be there. */
  public String requireText(String child) throws S3Exception {
    return textOf(child).orElseThrow(() -> new S3Exception(S3ErrorCode.MALFORMED_XML));
  }

  /** Insists on a name. */
  public XmlNode named(String expected) throws S3Exception {
    if (!name.equals(expected)) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
    return this;
  }
}
