/** Whether an output still is what its images and its model make: rows recomputed and compared bit by bit. */
package dev.convoy.jobs.verify;
