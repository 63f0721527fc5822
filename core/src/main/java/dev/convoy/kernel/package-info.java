/**
 * The arithmetic, on raw arrays and offsets: one interface, a scalar and a Vector API implementation, and the choice
 * between them. Internal: nothing here checks its arguments, the layers have done so.
 *
 * <p>Every output element is accumulated in one fixed order, each step one fused multiply-add, so that all
 * implementations give the same bits.
 */
package dev.convoy.kernel;
