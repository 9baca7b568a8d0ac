package io.blocktier.benchmarks;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which tree this was built from. */
final class TreeVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"blocktier bench " + text()};
  }

  /** Returns the version of the modules, and the commit, which the launcher knows. */
  static String text() {
    String version =
        Optional.ofNullable(TreeVersion.class.getPackage().getImplementationVersion())
            .orElse("not packaged");
    return version
        + Optional.ofNullable(System.getProperty("blocktier.commit"))
            .filter(commit -> !commit.isEmpty())
            .map(commit -> ", commit " + commit)
            .orElse("");
  }
}
