/** What a run leaves: feature maps and failures as Parquet, and a manifest beside them. */
package dev.convoy.jobs.sink;
