<#-- Winograd's transforms: two one-dimensional ones for each kind of tile, and the loops over a run of tiles around them. -->
<#-- As WinogradTile has them. -->
<#assign tiles = [
    {"name": "TWO", "id": "2", "outputs": 2, "step": 2, "inputs": 4, "points": 4},
    {"name": "FOUR", "id": "4", "outputs": 4, "step": 4, "inputs": 6, "points": 6},
    {"name": "FOUR_OF_STRIDE_2", "id": "Strided", "outputs": 4, "step": 8, "inputs": 9, "points": 5}]>
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
    public void columns(
            WinogradTile tile, float[] x, int xOffset, int xStep, int columns, float[] strip, int stripOffset) {
        switch (tile) {
<#list tiles as tile>
            case ${tile.name} -> columns${tile.id}(x, xOffset, xStep, columns, strip, stripOffset);
</#list>
        }
    }

    @Override
    public void rows(WinogradTile tile, float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep) {
        switch (tile) {
<#list tiles as tile>
            case ${tile.name} -> rows${tile.id}(strip, stripOffset, tiles, v, vOffset, vStep);
</#list>
        }
    }

    @Override
    public void outputs(
            WinogradTile tile,
            float[] x,
            int xOffset,
            int xStep,
            int tiles,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStep,
            float[] scratch,
            int scratchOffset) {
        switch (tile) {
<#list tiles as tile>
            case ${tile.name} -> outputs${tile.id}(
                    x, xOffset, xStep, tiles, bias, biasOffset, y, yOffset, yStep, scratch, scratchOffset);
</#list>
        }
    }
<#list tiles as tile>
<#assign n = tile.inputs>
<#assign p = tile.points>

    private static void columns${tile.id}(
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
                <@input tile.id/>
<#list 0..<n as i>
                r${i}.intoArray(strip, to + ${i} * BLOCK);
</#list>
            }
        }
    }

    private static void rows${tile.id}(float[] strip, int stripOffset, int tiles, float[] v, int vOffset, int vStep) {
        for (int i = 0; i < ${n}; i++) {
            int row = stripOffset + i * BLOCK;
<#list 0..<n as j>
            int v${j} = vOffset + (i * ${n} + ${j}) * vStep;
</#list>
            for (int c = 0; c < BLOCK; c += LANES) {
                for (int t = 0; t < tiles; t++) {
                    int from = row + t * ${tile.step * n} * BLOCK + c;
                    int to = t * BLOCK + c;
<#list 0..<n as j>
                    FloatVector d${j} = FloatVector.fromArray(SPECIES, strip, from + ${j * n} * BLOCK);
</#list>
                    <@input tile.id/>
<#list 0..<n as j>
                    r${j}.intoArray(v, v${j} + to);
</#list>
                }
            }
        }
    }

    private static void outputs${tile.id}(
            float[] m, int mOffset, int mStep, int tiles, float[] bias, int biasOffset, float[] y, int yOffset,
            int yStep, float[] scratch, int scratchOffset) {
        for (int c = 0; c < BLOCK; c += LANES) {
            for (int j = 0; j < ${p}; j++) {
                int column = scratchOffset + j * BLOCK;
<#list 0..<p as i>
                int m${i} = mOffset + (${i * p} + j) * mStep;
</#list>
                for (int t = 0; t < tiles; t++) {
                    int from = t * BLOCK + c;
                    int to = column + t * ${tile.outputs * p} * BLOCK + c;
<#list 0..<p as i>
                    FloatVector d${i} = FloatVector.fromArray(SPECIES, m, m${i} + from);
</#list>
                    <@output tile.id/>
<#list 0..<tile.outputs as i>
                    r${i}.intoArray(scratch, to + ${i * p} * BLOCK);
</#list>
                }
            }
            FloatVector shift = FloatVector.fromArray(SPECIES, bias, biasOffset + c);
            for (int i = 0; i < ${tile.outputs}; i++) {
                int row = scratchOffset + i * ${p} * BLOCK;
                int pixels = yOffset + i * yStep;
                for (int t = 0; t < tiles; t++) {
                    int from = row + t * ${tile.outputs * p} * BLOCK + c;
                    int to = pixels + t * ${tile.outputs} * BLOCK + c;
<#list 0..<p as j>
                    FloatVector d${j} = FloatVector.fromArray(SPECIES, scratch, from + ${j} * BLOCK);
</#list>
                    <@output tile.id/>
<#list 0..<tile.outputs as j>
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
                <@output "4"/>
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
<#-- From inputs d to values r. -->
<#macro input id>
<#if id == "4">
FloatVector r0 = <@last 0 2 4/>;
                    <@first 1 2 3 4 1/>
                    FloatVector r5 = <@last 1 3 5/>;
<#elseif id == "Strided">
<@first 0 2 4 6 0/>
                    FloatVector r4 = <@last 0 4 8/>;
                    <@first 1 3 5 7 5/>
<#else>
FloatVector r0 = d2.sub(d0);
                    FloatVector r1 = d2.add(d1);
                    FloatVector r2 = d2.sub(d1);
                    FloatVector r3 = d3.sub(d1);
</#if>
</#macro>
<#-- Of four inputs the values at A, -A, B and -B, from number r on. -->
<#macro first a b c d r>
FloatVector evenA${r} = fma(-B * B, d${b}, d${d});
                    FloatVector oddA${r} = fma(-B * B, d${a}, d${c});
                    FloatVector r${r} = fma(A, oddA${r}, evenA${r});
                    FloatVector r${r + 1} = fma(-A, oddA${r}, evenA${r});
                    FloatVector evenB${r} = fma(-A * A, d${b}, d${d});
                    FloatVector oddB${r} = fma(-A * A, d${a}, d${c});
                    FloatVector r${r + 2} = fma(B, oddB${r}, evenB${r});
                    FloatVector r${r + 3} = fma(-B, oddB${r}, evenB${r});
</#macro>
<#-- Of every other input the value at the one point besides these. -->
<#macro last a b c>fma(A * A * B * B, d${a}, fma(-(A * A + B * B), d${b}, d${c}))</#macro>
<#-- From what belongs to points, d, to outputs r. -->
<#macro output id>
<#if id == "2">
FloatVector r0 = d0.add(d1.add(d2));
                    FloatVector r1 = d3.add(d1.sub(d2));
<#else>
<#assign a = (id == "4")?then(1, 0)>
FloatVector sumA = d${a}.add(d${a + 1});
                    FloatVector sumB = d${a + 2}.add(d${a + 3});
                    FloatVector differenceA = d${a}.sub(d${a + 1});
                    FloatVector differenceB = d${a + 2}.sub(d${a + 3});
                    FloatVector r0 = sumA.add(sumB)<#if id == "4">.add(d0)</#if>;
                    FloatVector r1 = fma(B, differenceB, differenceA.mul(A));
                    FloatVector r2 = fma(B * B, sumB, sumA.mul(A * A));
                    FloatVector r3 = fma(B * B * B, differenceB, fma(A * A * A, differenceA, d${a + 4}));
</#if>
</#macro>
