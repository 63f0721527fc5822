package dev.convoy.state.torch;

/**
 * What a pickle says of a storage, the one-dimensional memory that tensors are views of.
 *
 * @param type the type of its elements
 * @param key its name in the file
 * @param elements the number of its elements
 * @param offset the element of the storage of that name at which this one begins: 0 but for the legacy form's views
 * @param viewElements the number of elements from there on
 */
record Storage(ElementType type, String key, long elements, long offset, long viewElements) {}
