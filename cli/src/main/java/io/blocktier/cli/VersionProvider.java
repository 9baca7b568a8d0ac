package io.blocktier.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the manifest. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"blocktier " + version() + " on Java " + Runtime.version()};
  }

  /** Classes that do not come from a jar have no manifest. */
  private static String version() {
    return Objects.requireNonNullElse(
        VersionProvider.class.getPackage().getImplementationVersion(), "(not packaged)");
  }
}
