package io.blocktier.gateway.form;

import io.blocktier.gateway.attribute.ObjectAttributes;
import io.blocktier.gateway.object.EtagList;
import io.blocktier.gateway.object.ObjectHeaders;
import io.blocktier.gateway.request.Answer;
import io.blocktier.gateway.request.Headers;
import io.blocktier.gateway.request.PercentCoding;
import io.blocktier.gateway.request.Target;
import io.blocktier.gateway.xml.XmlWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What a browser is told of its form: where to go, or what there is now. */
final class FormAnswer {

  private static final int CREATED = 201;
  private static final int SEE_OTHER = 303;

  private FormAnswer() {}

  static Answer of(Form form, Target target, ObjectAttributes written) {
    String etag = EtagList.quoted(written.etag());
    Optional<URI> goOn =
        form.field("success_action_redirect")
            .or(() -> form.field("redirect"))
            .flatMap(FormAnswer::uri);
    Headers headers = ObjectHeaders.ofWritten(written);
    if (goOn.isPresent()) {
      return Answer.empty(SEE_OTHER, headers.add("Location", redirect(goOn.get(), target, etag)));
    }
    String location = "/" + PercentCoding.encode(target.bucket() + "/" + target.key());
    headers.add("Location", location);
    return switch (form.field("success_action_status").orElse("")) {
      case "200" -> Answer.empty(Answer.OK, headers);
      case "201" -> Answer.xml(CREATED, headers, document(location, target, etag));
      default -> Answer.empty(Answer.NO_CONTENT, headers);
    };
  }

  private static byte[] document(String location, Target target, String etag) {
    return XmlWriter.plain("PostResponse")
        .text("Location", location)
        .text("Bucket", target.bucket())
        .text("Key", target.key())
        .text("ETag", etag)
        .finish();
  }

  private static String redirect(URI uri, Target target, String etag) {
    String base = uri.toASCIIString();
    return base
        + (uri.getRawQuery() == null ? "?" : "&")
        + "bucket="
        + PercentCoding.encode(target.bucket())
        + "&key="
        + PercentCoding.encode(target.key())
        + "&etag="
        + PercentCoding.encode(etag);
  }

  /** What is no address of the web is as good as not there. */
  private static Optional<URI> uri(String text) {
    try {
      URI uri = new URI(text);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      return Optional.of(uri).filter(address -> web && address.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
