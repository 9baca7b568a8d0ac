package io.blocktier.blockstore.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the few places that may reach for the machine's clock, randomness or threads: where a
 * program is put together. Everything else receives {@link Effects}; the build refuses the rest.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
public @interface SystemEffect {

  /**
   * Says why this place may.
   *
   * @return the reason
   */
  String value();
}
