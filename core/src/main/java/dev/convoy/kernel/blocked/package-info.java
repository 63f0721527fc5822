/**
 * Operations on images whose channels are stored in blocks of 16: what a plan is made of. Weights are packed when an
 * operation is made; it is immutable and shared by threads, and what it needs besides comes from the caller.
 */
package dev.convoy.kernel.blocked;
