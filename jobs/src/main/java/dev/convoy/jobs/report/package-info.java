/** What a user sees of a run: its progress while it lasts, and a table at its end. */
package dev.convoy.jobs.report;
