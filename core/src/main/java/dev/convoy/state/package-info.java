/** Named weights as a file holds them, and what the readers and writers of the file formats share. */
package dev.convoy.state;
