package io.blocktier.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Whoever measures later finds nothing that does not even start. */
class JmhClassesTest {

  static List<String> benchmarkClasses() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.blocktier.benchmarks.jmh")
            .stream()
            .filter(type -> type.getPackageName().equals("io.blocktier.benchmarks.jmh"))
            .filter(type ->
                type.getMethods().stream().anyMatch(m -> m.isAnnotatedWith(Benchmark.class)))
            .map(JavaClass::getName)
            .sorted()
            .toList();
  }

  @ParameterizedTest
  @MethodSource("benchmarkClasses")
  void eachBenchmarkRunsOnce(String type) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + Pattern.quote(type) + "\\.")
                    .forks(0)
                    .mode(Mode.SingleShotTime)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .param("blocks", "10000") // of those that have them: a million take their time
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).isNotEmpty();
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  @Test
  void xmlTheStoreAndItsLayersAreAmongThem() {
    assertThat(benchmarkClasses())
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .contains("XmlBenchmark", "S3StoreBenchmark", "LayerBenchmark", "CacheBenchmark");
  }
}
