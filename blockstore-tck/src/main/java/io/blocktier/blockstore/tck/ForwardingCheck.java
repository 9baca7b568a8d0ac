package io.blocktier.blockstore.tck;

import io.blocktier.blockstore.BlockStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Finds what a pure forwarder forgets: a method that does not reach the wrapped store, or reaches
 * it with other arguments. Works on {@link BlockStore} by reflection, so that a method added to the
 * interface is checked from its first day.
 */
public final class ForwardingCheck {

  private ForwardingCheck() {}

  private record Reached(String method, List<Object> arguments) {}

  /**
   * Calls every method of a layer.
   *
   * @param layer makes the layer around the store it is given
   * @return the methods that were not forwarded as they came in; empty if all were
   * @throws ReflectiveOperationException if a method of the interface cannot be called
   */
  public static List<String> forgotten(UnaryOperator<BlockStore> layer)
      throws ReflectiveOperationException {
    List<String> forgotten = new ArrayList<>();
    for (Method method : BlockStore.class.getMethods()) {
      if (!isForwarded(layer, method)) {
        forgotten.add(method.toGenericString());
      }
    }
    return forgotten;
  }

  private static boolean isForwarded(UnaryOperator<BlockStore> layer, Method method)
      throws ReflectiveOperationException {
    List<Reached> reached = new ArrayList<>();
    BlockStore outer = layer.apply(recorder(reached));
    reached.clear(); // what the constructor asked is not the call
    Object[] arguments = Samples.of(method.getParameterTypes());
    try {
      method.invoke(outer, arguments);
    } catch (InvocationTargetException answerOfRecorder) {
      return false;
    }
    return reached.equals(List.of(new Reached(method.getName(), List.of(arguments))));
  }

  private static BlockStore recorder(List<Reached> reached) {
    return (BlockStore)
        Proxy.newProxyInstance(
            BlockStore.class.getClassLoader(),
            new Class<?>[] {BlockStore.class},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return "recorder";
              }
              Object[] given = arguments == null ? new Object[0] : arguments;
              reached.add(new Reached(method.getName(), List.of(given)));
              return null;
            });
  }
}
