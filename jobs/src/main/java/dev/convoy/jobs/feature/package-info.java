/** From images to feature maps: what a task does on an executor, and what the driver gives it for that. */
package dev.convoy.jobs.feature;
