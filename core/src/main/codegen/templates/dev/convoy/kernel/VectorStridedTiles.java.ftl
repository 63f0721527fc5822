<#-- The register tiles of VectorKernel.accumulate: one method for every number of pixels, all of the one shape below. -->
package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.LANES;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tiles of {@link VectorKernel#accumulate}: so many pixels by two vectors of output channels, all
 * accumulators in locals. A tile reads its accumulators from {@code y}, adds {@code depth} products to each and writes
 * them back. Generated: change the template.
 *
 * <p>28 accumulators, two weights and one input fill 31 of AVX-512's 32 registers; the 4-pixel tile fits the 16
 * registers of AVX2. {@code w} advances by {@link Kernel#PANEL} a step, the two vectors are neighbours in {@code w} and
 * {@code y}.
 */
final class VectorStridedTiles {

    private VectorStridedTiles() {}
<#list [14, 7, 4, 2, 1] as pixels>

    static void tile${pixels}(
            float[] x, int x0, int step, int[] offsets, int depth, float[] w, int w0, float[] y, int y0) {
<#list 0..<pixels as p>
        FloatVector a${p} = FloatVector.fromArray(SPECIES, y, y0 + ${p} * Kernel.PANEL);
        FloatVector b${p} = FloatVector.fromArray(SPECIES, y, y0 + ${p} * Kernel.PANEL + LANES);
</#list>
        FloatVector t;
        for (int k = 0, row = w0; k < depth; k++, row += Kernel.PANEL) {
            FloatVector u = FloatVector.fromArray(SPECIES, w, row);
            FloatVector v = FloatVector.fromArray(SPECIES, w, row + LANES);
            int i = x0 + offsets[k];
<#list 0..<pixels as p>
            t = FloatVector.broadcast(SPECIES, x[i + ${p} * step]);
            a${p} = t.fma(u, a${p});
            b${p} = t.fma(v, b${p});
</#list>
        }
<#list 0..<pixels as p>
        a${p}.intoArray(y, y0 + ${p} * Kernel.PANEL);
        b${p}.intoArray(y, y0 + ${p} * Kernel.PANEL + LANES);
</#list>
    }
</#list>
}
