package dev.convoy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Unpickler;

/** A package imports only packages before it in this order. */
@AnalyzeClasses(packages = "dev.convoy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesKeepTheirOrder = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("tensor")
            .definedBy("dev.convoy.tensor..")
            .layer("kernel")
            .definedBy("dev.convoy.kernel..")
            .layer("nn")
            .definedBy("dev.convoy.nn..")
            .layer("graph")
            .definedBy("dev.convoy.graph..")
            .layer("state")
            .definedBy("dev.convoy.state..")
            .layer("zoo")
            .definedBy("dev.convoy.zoo..")
            .layer("image")
            .definedBy("dev.convoy.image..")
            .layer("facade")
            .definedBy("dev.convoy")
            .whereLayer("facade")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("zoo")
            .mayOnlyBeAccessedByLayers("image", "facade")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("zoo", "image", "facade")
            .whereLayer("graph")
            .mayOnlyBeAccessedByLayers("state", "zoo", "image", "facade")
            .whereLayer("nn")
            .mayOnlyBeAccessedByLayers("graph", "state", "zoo", "image", "facade")
            .whereLayer("kernel")
            .mayOnlyBeAccessedByLayers("nn", "graph", "state", "zoo", "image", "facade");

    @ArchTest
    static final ArchRule onlyKernelNamesTheVectorApi = noClasses()
            .that()
            .resideOutsideOfPackage("dev.convoy.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.incubator.vector..", "sun.misc..");

    @ArchTest
    static final ArchRule onlyTheVectorKernelNamesTheVectorApi = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Vector")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule picklesAreReadByTheirAllowListAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.convoy.state.torch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.razorvine..");

    @ArchTest
    static final ArchRule flatbuffersAreReadWhereTheyAreCheckedAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.convoy.state.arrow")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.arrow..", "com.google.flatbuffers..");

    @ArchTest
    static final ArchRule onnxMessagesStayInTheirReader = noClasses()
            .that()
            .resideOutsideOfPackage("dev.convoy.state.onnx")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnx..", "org.tribuo..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule noConstructorIsRegisteredForAllPicklesOfTheJvm = noClasses()
            .should()
            .callMethod(Unpickler.class, "registerConstructor", String.class, String.class, IObjectConstructor.class);

    @ArchTest
    static final ArchRule coreKnowsNoSpark =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..");
}
