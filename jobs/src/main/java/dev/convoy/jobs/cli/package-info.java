/** The command line: {@code convoy} and one class a command. */
package dev.convoy.jobs.cli;
