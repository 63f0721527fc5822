package dev.convoy.state;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Collects what a class logs while it is open. */
final class LogCapture extends AbstractAppender implements AutoCloseable {

    private final Logger logger;
    private final List<String> messages = new ArrayList<>();

    LogCapture(Class<?> logging) {
        super("capture", null, null, true, Property.EMPTY_ARRAY);
        logger = (Logger) LogManager.getLogger(logging);
        start();
        logger.addAppender(this);
        logger.setLevel(Level.WARN);
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void append(LogEvent event) {
        messages.add(event.getMessage().getFormattedMessage());
    }

    @Override
    public void close() {
        logger.removeAppender(this);
    }
}
