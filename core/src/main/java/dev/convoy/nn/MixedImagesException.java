package dev.convoy.nn;

import dev.convoy.tensor.Printable;

/**
 * What an operator gives for one image depends on the others of its batch, or on the image's place there. The message
 * continues a sentence whose subject is the operator: "takes some images of the batch by their place".
 */
public final class MixedImagesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param problem continues a sentence whose subject is a layer */
    public MixedImagesException(String problem) {
        super(Printable.escaped(problem));
    }
}
