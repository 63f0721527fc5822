/** Networks as graphs of named operators, and the passes that rewrite them without changing what they mean. */
package dev.convoy.graph;
