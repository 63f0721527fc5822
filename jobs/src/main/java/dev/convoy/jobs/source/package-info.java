/**
 * The images a job reads: listed by Spark's {@code binaryFile}, their bytes left where they are until they are needed.
 */
package dev.convoy.jobs.source;
