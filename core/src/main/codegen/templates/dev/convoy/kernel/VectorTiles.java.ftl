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
  kind: blocks, where a pixel's inputs are neighbours and the next pixel's a block away;
        planes, where the inputs of neighbouring pixels are neighbours
  start: what the sums start from. A method each: where branches meet, C2 may keep vectors on the heap, and where the
         distance of what is loaded is not constant, it checks the range of each.
  pixels, vectors: the tile's size
-->
<#macro tile kind start pixels vectors>
<#assign pixelStep = (kind == "blocks")?then(16, 1)>

    static void ${kind}${start}${pixels}x${vectors}(
            float[] x, int x0, int[] offsets, int from, int to, float[] w, int w0, int wStep,
            <#if start == "OfBias">float[] bias, int b0, </#if>float[] y, int y0, int yStep) {
<#if start == "OfBias">
<#list 0..<vectors as v>
        FloatVector s${v} = FloatVector.fromArray(SPECIES, bias, b0 + ${v} * LANES);
</#list>
</#if>
<#list 0..<pixels as p><#list 0..<vectors as v>
        FloatVector a${p}_${v} = <#if start == "OfBias">s${v}<#else>FloatVector.fromArray(SPECIES, y, y0 + ${v} * yStep + ${p * 16})</#if>;
</#list></#list>
        int step = LANES == Kernel.BLOCK ? ${vectors * 16} : wStep;
        <#-- Loops count from 0 by a constant, and weights lie at multiples of the count: C2 then keeps vectors in registers
             and checks the weights' range once. -->
<#if kind == "blocks">
<#assign unroll = (pixels * vectors <= 16)?then(2, 1)>
        for (int i = from; i < to; i++) {
            int xi = x0 + offsets[i];
            int wi = w0 + (i - from) * Kernel.BLOCK * step;
            for (int k = 0; k < Kernel.BLOCK; k += ${unroll}) {
<#list 0..<unroll as u>
                <@products pixels vectors pixelStep "wi + k * step + " + u + " * step" "xi + k + " + u u/>
</#list>
            }
        }
<#else>
        <#-- Planes are wanted from the first on: what counts from 0 has fewer instructions a step. -->
        for (int i = 0; i < to; i++) {
            int xi = x0 + offsets[i];
            int wi = w0 + i * step;
            <@products pixels vectors pixelStep "wi" "xi" 0/>
        }
</#if>
<#list 0..<pixels as p><#list 0..<vectors as v>
        a${p}_${v}.intoArray(y, y0 + ${v} * yStep + ${p * 16});
</#list></#list>
    }
</#macro>
<#macro products pixels vectors pixelStep w x u>
<#list 0..<vectors as v>
                FloatVector w${u}_${v} = FloatVector.fromArray(SPECIES, w, ${w} + ${v} * LANES);
</#list>
<#list 0..<pixels as p>
                FloatVector x${u}_${p} = FloatVector.broadcast(SPECIES, x[${x} + ${p * pixelStep}]);
<#list 0..<vectors as v>
                a${p}_${v} = x${u}_${p}.fma(w${u}_${v}, a${p}_${v});
</#list></#list>
</#macro>
<#list ["blocks", "planes"] as kind>

    /** {@link Products#${kind}} of a tile; {@code x}, {@code y} from its first pixel on. */
    static void ${kind}(
            int pixels, int vectors, float[] x, int x0, int[] offsets, int from, int to, float[] w, int w0, int wStep,
            float[] bias, int b0, float[] y, int y0, int yStep) {
        if (bias == null) {
            ${kind}(pixels, vectors, x, x0, offsets, from, to, w, w0, wStep, y, y0, yStep);
        } else {
            ${kind}OfBias(pixels, vectors, x, x0, offsets, from, to, w, w0, wStep, bias, b0, y, y0, yStep);
        }
    }
<#list ["", "OfBias"] as start>

    private static void ${kind}${start}(
            int pixels, int vectors, float[] x, int x0, int[] offsets, int from, int to, float[] w, int w0, int wStep,
            <#if start == "OfBias">float[] bias, int b0, </#if>float[] y, int y0, int yStep) {
<#list [2, 1] as vectors>
        <#if vectors == 2>if (vectors == 2) {<#else>} else {</#if>
            switch (pixels) {
<#list 1..14 as pixels>
                case ${pixels} -> ${kind}${start}${pixels}x${vectors}(x, x0, offsets, from, to, w, w0, wStep<#if start == "OfBias">, bias, b0</#if>, y, y0, yStep);
</#list>
                default -> throw new AssertionError(pixels);
            }
</#list>
        }
    }
<#list 1..14 as pixels><#list 1..2 as vectors>
<@tile kind start pixels vectors/>
</#list></#list>
</#list>
</#list>
}
