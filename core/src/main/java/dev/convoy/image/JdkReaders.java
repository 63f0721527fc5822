package dev.convoy.image;

import java.util.Iterator;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * The readers that belong to the JDK itself. They are in every registry of ImageIO from its start, whatever class
 * loader or service file there is, and no plug-in can stand before them here.
 */
final class JdkReaders {

    private JdkReaders() {}

    /** The provider of this class name; {@link IllegalStateException} on a JVM without it. */
    static ImageReaderSpi named(String className) {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            if (provider.getClass().getName().equals(className)) {
                return provider;
            }
        }
        throw new IllegalStateException("this JVM (" + System.getProperty("java.vm.version") + ") has no " + className
                + "; a JDK or JRE with the module java.desktop is needed");
    }
}
