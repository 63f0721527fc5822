/** Weights of any format that is supported. */
package dev.convoy.state.file;
