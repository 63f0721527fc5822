/** Named architectures with the module names that torchvision gives them. */
package dev.convoy.zoo;
