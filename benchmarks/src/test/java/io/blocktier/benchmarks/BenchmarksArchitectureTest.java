package io.blocktier.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class BenchmarksArchitectureTest {

  private static final String HERE = "io.blocktier.benchmarks";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.blocktier");

  @Test
  void packagesHaveNoCycles() {
    slices().matching(HERE + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void harnessKnowsNoPeer() {
    noClasses()
        .that()
        .resideInAnyPackage(
            HERE + ".harness", HERE + ".trial", HERE + ".peer", HERE + ".measure", HERE + ".report")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.rocksdb..", "org.ehcache..", "org.h2..", "net.openhft..", "io.blocktier.cache..")
        .check(classes);
  }
}
