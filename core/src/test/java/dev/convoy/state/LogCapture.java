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
public final class LogCapture extends AbstractAppender implements AutoCloseable {

    private final Logger logger;
    private final Level levelBefore;
    private final List<String> messages = new ArrayList<>();

    /** Collects warnings and information. */
    public LogCapture(Class<?> logging) {
        super("capture", null, null, true, Property.EMPTY_ARRAY);
        logger = (Logger) LogManager.getLogger(logging);
        levelBefore = logger.getLevel();
        start();
        logger.addAppender(this);
        logger.setLevel(Level.INFO);
    }

    /** What was logged so far. */
    public List<String> messages() {
        return messages;
    }

    @Override
    public void append(LogEvent event) {
        messages.add(event.getMessage().getFormattedMessage());
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setLevel(levelBefore);
    }
}
