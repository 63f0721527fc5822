/** What a job is told: each option defined once, read from the command line, a file or its default. */
package dev.convoy.jobs.conf;
