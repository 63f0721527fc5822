package dev.convoy.zoo;

/**
 * What a node gives.
 *
 * @param node its name
 * @param channels the size of its dimension of channels
 */
record Value(String node, int channels) {}
