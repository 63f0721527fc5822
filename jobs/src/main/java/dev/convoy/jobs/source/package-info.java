/** The images a job reads: found by Spark, their bytes left where they are until they are needed. */
package dev.convoy.jobs.source;
