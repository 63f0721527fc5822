/** Graphs compiled for images of one shape: steps on blocked images, with packed weights and planned memory. */
package dev.convoy.graph.plan;
