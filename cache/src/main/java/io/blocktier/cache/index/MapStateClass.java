package io.blocktier.cache.index;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Chronicle Values the one class that a map needs of it. Otherwise it would write that class
 * as Java and compile it with javac, which takes a JVM that has just started two seconds of CPU.
 */
final class MapStateClass {

  /** The version whose layout {@link MapState} has; another one compiles what it needs. */
  static final String VERSION = "2026.1";

  /** What Chronicle Values looks for, by its class loader, before it compiles anything. */
  static final String NAME = VanillaGlobalMutableState.class.getName() + "$$Native";

  private static final Logger LOG = LoggerFactory.getLogger(MapStateClass.class);

  private MapStateClass() {}

  /** Defines the class where it fits and is not there. The map works without it, too. */
  static void define() {
    if (fits() && !isThere()) {
      try {
        MethodHandles.privateLookupIn(VanillaGlobalMutableState.class, MethodHandles.lookup())
            .defineClass(bytes());
      } catch (IllegalAccessException | LinkageError e) { // or somebody else was faster
        LOG.debug("{} is left to Chronicle Values", NAME, e);
      }
    }
  }

  private static boolean fits() {
    return loader().equals(MapState.class.getClassLoader())
        && VERSION.equals(VanillaGlobalMutableState.class.getPackage().getImplementationVersion());
  }

  private static boolean isThere() {
    try {
      Class.forName(NAME, false, loader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static ClassLoader loader() {
    return VanillaGlobalMutableState.class.getClassLoader();
  }

  /** A class of that name that is a {@link MapState} and adds nothing but a constructor. */
  private static byte[] bytes() {
    ClassDesc parent = ClassDesc.of(MapState.class.getName());
    MethodTypeDesc none = MethodTypeDesc.of(ConstantDescs.CD_void);
    return ClassFile.of()
        .build(
            ClassDesc.of(NAME),
            type ->
                type.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL)
                    .withSuperclass(parent)
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        none,
                        ClassFile.ACC_PUBLIC,
                        code ->
                            code.aload(0)
                                .invokespecial(parent, ConstantDescs.INIT_NAME, none)
                                .return_()));
  }
}
