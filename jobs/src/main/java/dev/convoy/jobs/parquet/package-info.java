/** Tensors in Parquet: a file format of Spark's that writes columns of tensors as fast as memory is copied. */
package dev.convoy.jobs.parquet;
