/**
 * What names Spark's internal classes so that nothing else has to: plans of functions over rows, and SQL's functions.
 */
package dev.convoy.jobs.internals;
