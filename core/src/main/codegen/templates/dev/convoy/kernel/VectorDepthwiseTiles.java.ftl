<#-- The lines of VectorWindows.depthwise: one method for every number of columns and stride, of the two shapes below. -->
<#assign squarePixels = 4 rowPixels = 8>
package dev.convoy.kernel;

import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Lines of a depthwise convolution with 3, 5 or 7 columns by the Vector API: the accumulators of a tile of outputs in
 * locals, every input of a row loaded once a tile. The last outputs of a line are computed together with some before
 * them, which are written twice. Generated: change the template.
 *
 * <p>Of 3 by 3 elements all weights are in locals, of more columns those of a row.
 */
final class VectorDepthwiseTiles {

    /** The outputs that a method for squares computes at a time. */
    static final int SQUARE_PIXELS = ${squarePixels};

    /** The outputs that a method for any number of rows computes at a time. */
    static final int ROW_PIXELS = ${rowPixels};

    private static final int BLOCK = Kernel.BLOCK;

    private VectorDepthwiseTiles() {}
<#-- As many rows as columns: all weights are read once a line. -->
<#macro squares size stride>

    /** Windows of ${size} by ${size} elements, the next one's ${stride} further. */
    static void square${size}By${stride}(
            WindowArea area, float[] x, int x0, float[] w, int w0, int wStep, float[] bias, int bias0, float[] y,
            int y0) {
        int pixels = area.pixels();
        int rowStep = area.rowStep();
        FloatVector start = FloatVector.fromArray(SPECIES, bias, bias0);
<#list 0..<size as row>
        <@weights "w" + row size "w0 + " + row + " * wStep"/>
</#list>
        FloatVector t;
        for (int next = 0; next < pixels; next += SQUARE_PIXELS) {
            int p = Math.min(next, pixels - SQUARE_PIXELS);
<#list 0..<squarePixels as p>
            FloatVector a${p} = start;
</#list>
            int i = x0 + ${stride} * p * BLOCK;
<#list 0..<size as row>
            <@products "w" + row size stride squarePixels/>
<#sep>
            i += rowStep;
</#list>
            <@stores squarePixels/>
        }
    }
</#macro>
<#-- Any number of rows: the weights of a row are read once a tile. -->
<#macro rows columns stride>

    /** Windows of ${columns} columns, the next one's ${stride} further. */
    static void rows${columns}By${stride}(
            WindowArea area, float[] x, int x0, float[] w, int w0, int wStep, float[] bias, int bias0, float[] y,
            int y0) {
        int pixels = area.pixels();
        int rows = area.rows();
        int rowStep = area.rowStep();
        FloatVector t;
        for (int next = 0; next < pixels; next += ROW_PIXELS) {
            int p = Math.min(next, pixels - ROW_PIXELS);
<#list 0..<rowPixels as p>
            FloatVector a${p} = FloatVector.fromArray(SPECIES, bias, bias0);
</#list>
            int i = x0 + ${stride} * p * BLOCK;
            int j = w0;
            for (int r = 0; r < rows; r++, i += rowStep, j += wStep) {
                <@weights "u" columns "j"/>
                <@products "u" columns stride rowPixels/>
            }
            <@stores rowPixels/>
        }
    }
</#macro>
<#macro weights name columns from>
<#list 0..<columns as k>
                FloatVector ${name}_${k} = FloatVector.fromArray(SPECIES, w, ${from} + ${k} * BLOCK);
</#list>
</#macro>
<#-- Every input of a row with the weights that the outputs have for it. -->
<#macro products weights columns stride pixels>
<#list 0..<((pixels - 1) * stride + columns) as n>
                t = FloatVector.fromArray(SPECIES, x, i + ${n} * BLOCK);
<#list 0..<pixels as p>
<#assign k = n - p * stride>
<#if 0 <= k && k < columns>
                a${p} = t.fma(${weights}_${k}, a${p});
</#if>
</#list></#list>
</#macro>
<#macro stores pixels>
            int o = y0 + p * BLOCK;
<#list 0..<pixels as p>
            a${p}.intoArray(y, o + ${p} * BLOCK);
</#list>
</#macro>
<@squares 3 1/>
<@squares 3 2/>
<@rows 5 1/>
<@rows 5 2/>
<@rows 7 1/>
}
