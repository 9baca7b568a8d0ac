package io.blocktier.cli;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, as ARCHITECTURE.md draws them. */
class ArchitectureTest {

  private static final String API = "io.blocktier.blockstore";
  private static final String[] API_PACKAGES = {
    API, API + ".bill..", API + ".spi..", API + ".layer.."
  };
  private static final String LOCAL = API + ".local..";
  private static final String S3 = API + ".s3..";
  private static final String EXPRESS = API + ".express..";
  private static final String TCK = API + ".tck..";
  private static final String JOURNAL = "io.blocktier.journal..";
  private static final String CACHE = "io.blocktier.cache..";
  private static final String SEGMENTS = "io.blocktier.segments..";
  private static final String GATEWAY = "io.blocktier.gateway..";
  private static final String CONFIG = "io.blocktier.config..";
  private static final String TORTURE = "io.blocktier.torture..";
  private static final String CLI = "io.blocktier.cli..";

  private static JavaClasses project;

  @BeforeAll
  static void readClasses() {
    project =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.blocktier");
  }

  @Test
  void allModulesAreLookedAt() {
    assertThat(project.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
        .contains(
            API,
            API + ".bill",
            API + ".spi",
            API + ".layer",
            API + ".tck",
            API + ".local",
            API + ".s3",
            API + ".express",
            "io.blocktier.journal",
            "io.blocktier.cache",
            "io.blocktier.segments",
            "io.blocktier.gateway",
            "io.blocktier.config",
            "io.blocktier.torture",
            "io.blocktier.cli");
  }

  @Test
  void interfaceDependsOnNoOtherModule() {
    noClasses()
        .that()
        .resideInAnyPackage(API_PACKAGES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, EXPRESS, TCK, JOURNAL, CACHE, SEGMENTS, GATEWAY, CONFIG, CLI)
        .check(project);
  }

  @Test
  void valuesAndErrorsNeedNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage(API)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(API, API + ".spi", "java..", "org.jspecify..")
        .check(project);
  }

  @Test
  void providersKnowTheInterfaceAndNotEachOther() {
    noClasses()
        .that()
        .resideInAPackage(LOCAL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(S3, TCK, CACHE, GATEWAY, CONFIG, CLI)
        .check(project);
    noClasses()
        .that()
        .resideInAPackage(S3)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, TCK, CACHE, GATEWAY, CONFIG, CLI)
        .check(project);
    noClasses()
        .that()
        .resideInAPackage(TCK)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, CACHE, GATEWAY, CONFIG, CLI)
        .check(project);
  }

  @Test
  void directoryBucketsKnowOneDoorOfTheS3Store() {
    noClasses()
        .that()
        .resideInAPackage(EXPRESS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, API + ".s3", TCK, CACHE, CONFIG, CLI)
        .check(project);
    noClasses()
        .that()
        .resideOutsideOfPackage(EXPRESS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(EXPRESS)
        .check(project);
  }

  @Test
  void providersAreFoundAndNotNamed() {
    noClasses()
        .that()
        .resideInAnyPackage(CONFIG, TORTURE, CLI)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, TCK)
        .check(project);
  }

  @Test
  void journalKnowsTheInterfaceAlone() {
    noClasses()
        .that()
        .resideInAPackage(JOURNAL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, TCK, CACHE, SEGMENTS, GATEWAY, CONFIG, TORTURE, CLI)
        .check(project);
  }

  @Test
  void cacheKnowsTheInterfaceAndNoStore() {
    noClasses()
        .that()
        .resideInAPackage(CACHE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, TCK, GATEWAY, CONFIG, CLI)
        .check(project);
  }

  @Test
  void segmentsKnowTheInterfaceAndNoStore() {
    noClasses()
        .that()
        .resideInAPackage(SEGMENTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, TCK, CACHE, GATEWAY, CONFIG, TORTURE, CLI)
        .check(project);
    only(SEGMENTS, SEGMENTS, CONFIG, CLI);
  }

  @Test
  void segmentsAreOpenedByTheConfigurationAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SEGMENTS, CONFIG)
        .should()
        .callMethodWhere(target(owner(simpleName("SegmentManager"))).and(target(name("open"))))
        .check(project);
  }

  @Test
  void cacheIsOpenedByTheConfigurationAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CACHE, CONFIG)
        .should()
        .callMethodWhere(target(owner(simpleName("WriteBackBlockStore"))).and(target(name("open"))))
        .check(project);
    only(JOURNAL, JOURNAL, CACHE, SEGMENTS);
    only("io.blocktier.cache.index..", CACHE);
  }

  @Test
  void gatewayKnowsTheInterfaceAndNoStore() {
    noClasses()
        .that()
        .resideInAPackage(GATEWAY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(LOCAL, S3, TCK, CACHE, CONFIG, TORTURE, CLI)
        .check(project);
  }

  @Test
  void commandIsTheTop() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLI)
        .check(project);
  }

  @Test
  void tortureIsNeededByTheCommandAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(TORTURE, CLI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(TORTURE)
        .check(project);
  }

  /** They may not even be there: what is shipped is built and started without them. */
  @Test
  void nothingThatIsShippedKnowsTheBenchmarks() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.blocktier.benchmarks..", "org.openjdk.jmh..", "org.rocksdb..")
        .check(project);
  }

  @Test
  void librariesStayWhereTheyBelong() {
    only("software.amazon.awssdk..", S3);
    only("io.github.resilience4j..", API + ".layer..", S3);
    only("org.snakeyaml..", CONFIG);
    only("com.github.benmanes.caffeine..", CACHE, SEGMENTS);
    only("net.jpountz..", SEGMENTS);
    only("org.eclipse.jetty..", GATEWAY);
    only("io.prometheus..", CLI);
    only("io.micrometer.prometheusmetrics..", CLI);
    only("picocli..", CLI);
    only("tools.jackson..", CLI);
    only("org.junit..", TCK);
    only("org.assertj..", TCK);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.blocktier.(**)").should().beFreeOfCycles().check(project);
  }

  private static void only(String library, String... places) {
    noClasses()
        .that()
        .resideOutsideOfPackages(places)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(project);
  }
}
