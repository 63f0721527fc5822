package dev.convoy;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.net.URL;

/**
 * Keeps a description to its own text, as it may be a stranger's: it includes no file, address or resource, and what it
 * substitutes are keys of its own, neither variables of the environment nor system properties.
 *
 * @param path the description, for messages
 */
record OwnText(String path)
        implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath, ConfigResolver {

    ConfigParseOptions parsing() {
        return ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(path)
                .setIncluder(this);
    }

    ConfigResolveOptions resolving() {
        return ConfigResolveOptions.noSystem().appendResolver(this);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        throw refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        throw refused(what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refused(what);
    }

    private DescriptionException refused(String what) {
        return new DescriptionException(path + ": includes '" + what
                + "', but a description includes nothing: write what it says in its place");
    }

    /** Is asked for what is no key of the description. */
    @Override
    public ConfigValue lookup(String key) {
        throw new DescriptionException(path + ": substitutes ${" + key
                + "}, which is no key of the description; a description reads no environment and no system"
                + " properties: write the value in its place");
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
