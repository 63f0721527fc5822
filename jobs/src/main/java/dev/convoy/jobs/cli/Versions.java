package dev.convoy.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.IVersionProvider;

/** What runs: Convoy, Spark, Java. */
final class Versions implements IVersionProvider {

    static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("convoy", convoy());
        versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        versions.put("java", Runtime.version().toString());
        return versions;
    }

    /** The jar's manifest says it; classes outside a jar have none. */
    private static String convoy() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public String[] getVersion() {
        Map<String, String> versions = all();
        return new String[] {
            "convoy " + versions.get("convoy") + " (Spark " + versions.get("spark") + ", Java " + versions.get("java")
                    + ")"
        };
    }
}
