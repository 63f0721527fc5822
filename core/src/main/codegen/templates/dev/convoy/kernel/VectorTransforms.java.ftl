<#-- Winograd's transforms: two one-dimensional ones for each size of tile, and the loops over a run of tiles around them. -->
package dev.convoy.kernel;

import static dev.convoy.kernel.Kernel.BLOCK;
import static dev.convoy.kernel.VectorTiles.LANES;
import static dev.convoy.kernel.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Winograd's transforms, the lanes of a vector being channels: the operations of {@link ScalarTransforms} in its order.
 * Generated: change the template.
 */
final class VectorTransforms implements Transforms {

    @Override
    public void columns(int tile, float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset) {
        if (tile == 4) {
            columns4(x, xOffset, xStep, columns, strip, stripOffset);
        } else {
            columns2(x, xOffset, xStep, columns, strip, stripOffset);
        }
    }

    @Override
    public void rows(int tile, float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep) {
        if (tile == 4) {
            rows4(strip, stripOffset, tiles, v, vOffset, vStep);
        } else {
            rows2(strip, stripOffset, tiles, v, vOffset, vStep);
        }
    }

    @Override
    public void outputs(
            int tile,
            float[] m,
            int mOffset,
            int mStep,
            int tiles,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            float[] scratch,
            int scratchOffset) {
        if (tile == 4) {
            outputs4(m, mOffset, mStep, tiles, bias, biasOffset, y, yOffset, yStep, scratch, scratchOffset);
        } else {
            outputs2(m, mOffset, mStep, tiles, bias, biasOffset, y, yOffset, yStep, scratch, scratchOffset);
        }
    }
<#list [2, 4] as tile>
<#assign n = tile + 2>

    private static void columns${tile}(
            float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset) {
<#list 0..<n as i>
        int x${i} = xOffset + ${i} * xStep;
</#list>
        for (int c = 0; c < BLOCK; c += LANES) {
            for (int j = 0; j < columns; j++) {
                int from = j * BLOCK + c;
                int to = stripOffset + j * ${n} * BLOCK + c;
<#list 0..<n as i>
                FloatVector d${i} = FloatVector.fromArray(SPECIES, x, x${i} + from);
</#list>
                <@input tile/>
<#list 0..<n as i>
                r${i}.intoArray(strip, to + ${i} * BLOCK);
</#list>
            }
        }
    }

    private static void rows${tile}(float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep) {
        for (int i = 0; i < ${n}; i++) {
            int row = stripOffset + i * BLOCK;
<#list 0..<n as j>
            int v${j} = vOffset + (i * ${n} + ${j}) * vStep;
</#list>
            for (int c = 0; c < BLOCK; c += LANES) {
                for (int t = 0; t < tiles; t++) {
                    int from = row + t * ${tile * n} * BLOCK + c;
                    int to = t * BLOCK + c;
<#list 0..<n as j>
                    FloatVector d${j} = FloatVector.fromArray(SPECIES, strip, from + ${j * n} * BLOCK);
</#list>
                    <@input tile/>
<#list 0..<n as j>
                    r${j}.intoArray(v, v${j} + to);
</#list>
                }
            }
        }
    }

    private static void outputs${tile}(
            float[] m, int mOffset, int mStep, int tiles, float[] bias, int biasOffset, float[] y, int yOffset,
            int yStep, float[] scratch, int scratchOffset) {
        for (int c = 0; c < BLOCK; c += LANES) {
            for (int j = 0; j < ${n}; j++) {
                int column = scratchOffset + j * BLOCK;
<#list 0..<n as i>
                int m${i} = mOffset + (${i * n} + j) * mStep;
</#list>
                for (int t = 0; t < tiles; t++) {
                    int from = t * BLOCK + c;
                    int to = column + t * ${tile * n} * BLOCK + c;
<#list 0..<n as i>
                    FloatVector d${i} = FloatVector.fromArray(SPECIES, m, m${i} + from);
</#list>
                    <@output tile/>
<#list 0..<tile as i>
                    r${i}.intoArray(scratch, to + ${i * n} * BLOCK);
</#list>
                }
            }
            FloatVector shift = FloatVector.fromArray(SPECIES, bias, biasOffset + c);
            for (int i = 0; i < ${tile}; i++) {
                int row = scratchOffset + i * ${n} * BLOCK;
                int pixels = yOffset + i * yStep;
                for (int t = 0; t < tiles; t++) {
                    int from = row + t * ${tile * n} * BLOCK + c;
                    int to = pixels + t * ${tile} * BLOCK + c;
<#list 0..<n as j>
                    FloatVector d${j} = FloatVector.fromArray(SPECIES, scratch, from + ${j} * BLOCK);
</#list>
                    <@output tile/>
<#list 0..<tile as j>
                    r${j}.add(shift).intoArray(y, to + ${j} * BLOCK);
</#list>
                }
            }
        }
    }
</#list>

    @Override
    public void rowOutputs(
            float[] m, int mOffset, int mStep, int tiles, float[] bias, int biasOffset, float[] y, int yOffset) {
<#list 0..6 as i>
        int m${i} = mOffset + ${i} * mStep;
</#list>
        for (int c = 0; c < BLOCK; c += LANES) {
            FloatVector shift = FloatVector.fromArray(SPECIES, bias, biasOffset + c);
            for (int t = 0; t < tiles; t++) {
                int from = t * BLOCK + c;
                int to = yOffset + t * 4 * BLOCK + c;
<#list 0..6 as i>
                FloatVector d${i} = FloatVector.fromArray(SPECIES, m, m${i} + from);
</#list>
                <@output 4/>
<#list 0..3 as i>
                r${i}.add(d6).add(shift).intoArray(y, to + ${i} * BLOCK);
</#list>
            }
        }
    }

    private static FloatVector fma(float factor, FloatVector x, FloatVector sum) {
        return FloatVector.broadcast(SPECIES, factor).fma(x, sum);
    }
}
<#-- From inputs d to components r. -->
<#macro input tile>
<#if tile == 4>
FloatVector r0 = fma(A * A * B * B, d0, fma(-(A * A + B * B), d2, d4));
                    FloatVector evenB = fma(-B * B, d2, d4);
                    FloatVector oddB = fma(-B * B, d1, d3);
                    FloatVector r1 = fma(A, oddB, evenB);
                    FloatVector r2 = fma(-A, oddB, evenB);
                    FloatVector evenA = fma(-A * A, d2, d4);
                    FloatVector oddA = fma(-A * A, d1, d3);
                    FloatVector r3 = fma(B, oddA, evenA);
                    FloatVector r4 = fma(-B, oddA, evenA);
                    FloatVector r5 = fma(A * A * B * B, d1, fma(-(A * A + B * B), d3, d5));
<#else>
FloatVector r0 = d2.sub(d0);
                    FloatVector r1 = d2.add(d1);
                    FloatVector r2 = d2.sub(d1);
                    FloatVector r3 = d3.sub(d1);
</#if>
</#macro>
<#-- From components d to outputs r. -->
<#macro output tile>
<#if tile == 4>
FloatVector sumA = d1.add(d2);
                    FloatVector sumB = d3.add(d4);
                    FloatVector differenceA = d1.sub(d2);
                    FloatVector differenceB = d3.sub(d4);
                    FloatVector r0 = d0.add(sumA).add(sumB);
                    FloatVector r1 = fma(B, differenceB, differenceA.mul(A));
                    FloatVector r2 = fma(B * B, sumB, sumA.mul(A * A));
                    FloatVector r3 = fma(B * B * B, differenceB, fma(A * A * A, differenceA, d5));
<#else>
FloatVector r0 = d0.add(d1.add(d2));
                    FloatVector r1 = d3.add(d1.sub(d2));
</#if>
</#macro>
