package dev.convoy.jobs.conf;

/**
 * An option's value as it was given.
 *
 * @param value what it stands for
 * @param text how it was written; a list's elements are joined by commas
 * @param origin where it came from
 */
record Setting<T>(T value, String text, String origin) {}
