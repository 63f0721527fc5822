package dev.convoy.kernel;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The choice between the kernels, made once a JVM and logged in one line. */
public final class Kernels {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private Kernels() {}

    /** The fastest kernel of this JVM. */
    public static Kernel current() {
        return Chosen.KERNEL;
    }

    /** Every kernel that can run in this JVM, the scalar one first. */
    public static List<Kernel> available() {
        return hasVectorModule() ? List.of(new ScalarKernel(), vectorKernel()) : List.of(new ScalarKernel());
    }

    private static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }

    /** By name: a class that names the Vector API does not link in a JVM without its module. */
    private static Kernel vectorKernel() {
        try {
            return (Kernel) Class.forName(Kernels.class.getPackageName() + ".VectorKernel")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the vector kernel cannot be made although " + VECTOR_MODULE + " is there", e);
        }
    }

    private static final class Chosen {

        static final Kernel KERNEL = choose();

        private static Kernel choose() {
            Logger log = LoggerFactory.getLogger(Kernels.class);
            if (hasVectorModule()) {
                Kernel kernel = vectorKernel();
                log.info("Convolutions run on the {}", kernel.description());
                return kernel;
            }
            log.warn(
                    "Convolutions run on the scalar kernel, many times slower than the Vector API:"
                            + " start java with --add-modules={} to get the fast one",
                    VECTOR_MODULE);
            return new ScalarKernel();
        }
    }
}
