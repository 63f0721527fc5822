/** The safetensors format: a JSON header, then the tensors' bytes. */
package dev.convoy.state.safetensors;
