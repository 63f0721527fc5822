<#-- The register tiles of VectorProducts: one method for every number of pixels and vectors, all of the one shape below. -->
package dev.convoy.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tiles of {@link VectorProducts}: so many pixels by one or two vectors of output channels, all accumulators
 * in locals, the weights of a step read once for all pixels. Generated: change the template.
 *
 * <p>14 pixels by two vectors are 28 accumulators; with two weights and one input they fill 31 of AVX-512's 32 registers.
 * 6 by two fit the 16 registers of AVX2. Inputs lie at constant distances, so that a step needs one address.
 */
final class VectorTiles {

    /** At most 512 bits: a vector never holds more than one block of channels. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > Kernel.BLOCK
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    static final int LANES = SPECIES.length();

    /** The most pixels of a tile that its registers can hold. */
    static final int PIXELS = LANES == Kernel.BLOCK ? Products.TILE : 6;

    private VectorTiles() {}
<#--
  pixels, vectors: the tile's size
  kind: blocks, where a pixel's inputs are neighbours and the next pixel's a block away;
        planes, where the inputs of neighbouring pixels are neighbours
-->
<#macro tile kind pixels vectors>
<#assign pixelStep = (kind == "blocks")?then(16, 1)>

    static void ${kind}${pixels}x${vectors}(
            float[] x, int x0, int[] offsets, int from, int to, float[] w, int w0, int wStep,
            float[] bias, int b0, float[] y, int y0, int yStep) {
<#list 0..<pixels as p><#list 0..<vectors as v>
        FloatVector a${p}_${v};
</#list></#list>
        if (bias == null) {
<#list 0..<pixels as p><#list 0..<vectors as v>
            a${p}_${v} = FloatVector.fromArray(SPECIES, y, y0 + ${v} * yStep + ${p * 16});
</#list></#list>
        } else {
<#list 0..<vectors as v>
            FloatVector start${v} = FloatVector.fromArray(SPECIES, bias, b0 + ${v} * LANES);
<#list 0..<pixels as p>
            a${p}_${v} = start${v};
</#list></#list>
        }
        int step = LANES == Kernel.BLOCK ? ${vectors * 16} : wStep;
        int row = w0;
        for (int i = from; i < to; i++) {
            int xi = x0 + offsets[i];
<#if kind == "blocks">
            <#-- Counted from 0 by 1: C2 keeps the accumulators of other loops on the heap. -->
            for (int k = 0; k < Kernel.BLOCK; k++) {
                <@step pixels vectors pixelStep "row + k * step" "xi + k"/>
            }
            row += Kernel.BLOCK * step;
<#else>
            <@step pixels vectors pixelStep "row" "xi"/>
            row += step;
</#if>
        }
<#list 0..<pixels as p><#list 0..<vectors as v>
        a${p}_${v}.intoArray(y, y0 + ${v} * yStep + ${p * 16});
</#list></#list>
    }
</#macro>
<#macro step pixels vectors pixelStep w x>
<#list 0..<vectors as v>
                FloatVector u${v} = FloatVector.fromArray(SPECIES, w, ${w} + ${v} * LANES);
</#list>
<#list 0..<pixels as p>
                FloatVector t${p} = FloatVector.broadcast(SPECIES, x[${x} + ${p * pixelStep}]);
<#list 0..<vectors as v>
                a${p}_${v} = t${p}.fma(u${v}, a${p}_${v});
</#list></#list>
</#macro>
<#list ["blocks", "planes"] as kind>

    /** {@link Products#${kind}} of a tile; {@code x}, {@code y} from its first pixel on. */
    static void ${kind}(
            int pixels, int vectors, float[] x, int x0, int[] offsets, int from, int to, float[] w, int w0, int wStep,
            float[] bias, int b0, float[] y, int y0, int yStep) {
        if (vectors == 2) {
            switch (pixels) {
<#list 1..14 as pixels>
                case ${pixels} -> ${kind}${pixels}x2(x, x0, offsets, from, to, w, w0, wStep, bias, b0, y, y0, yStep);
</#list>
                default -> throw new AssertionError(pixels);
            }
        } else {
            switch (pixels) {
<#list 1..14 as pixels>
                case ${pixels} -> ${kind}${pixels}x1(x, x0, offsets, from, to, w, w0, wStep, bias, b0, y, y0, yStep);
</#list>
                default -> throw new AssertionError(pixels);
            }
        }
    }
<#list 1..14 as pixels><#list 1..2 as vectors>
<@tile kind pixels vectors/>
</#list></#list>
</#list>
}
