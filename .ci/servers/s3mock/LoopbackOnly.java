import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Configuration;

/**
 * Binds every connector to loopback. {@code server.address} covers the https connector alone; the
 * one for plain http is a bean of its own and would listen on all addresses.
 */
@Configuration
public class LoopbackOnly implements BeanPostProcessor {
  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof Connector connector) {
      connector.setProperty("address", "127.0.0.1");
    }
    return bean;
  }
}
