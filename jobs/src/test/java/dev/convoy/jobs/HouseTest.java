package dev.convoy.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class HouseTest {

    private static final List<String> ORDER =
            List.of("parquet", "conf", "internals", "source", "feature", "sink", "verify", "report", "cli");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.convoy.jobs");

    @Test
    void eachPackageImportsOnlyThoseBeforeIt() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] later = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "dev.convoy.jobs." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.convoy.jobs." + ORDER.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(classes);
        }
    }

    @Test
    void nothingBehindThePublicRoomKnowsIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.convoy.jobs..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.convoy.spark..")
                .check(classes);
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.convoy.jobs.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(classes);
    }

    @Test
    void noJobNamesAKernel() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.convoy.kernel..", "jdk.incubator.vector..")
                .check(classes);
    }
}
