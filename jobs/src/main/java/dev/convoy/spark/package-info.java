/** Features of images in DataFrames and in SQL: what users of Spark call from their own code. */
package dev.convoy.spark;
