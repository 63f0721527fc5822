package dev.convoy.image;

/** What {@link SampleImages} draws, pixel by pixel, {@code 0xAARRGGBB} or a level of grey. */
final class SampleDrawings {

    private static final String TEXT = "CONVOY 12";

    /** Letters of 5 x 7 pixels, a row in 5 bits, the leftmost the highest. */
    private static final int[][] GLYPHS = {
        {14, 17, 16, 16, 16, 17, 14}, // C
        {14, 17, 17, 17, 17, 17, 14}, // O
        {17, 25, 21, 19, 17, 17, 17}, // N
        {17, 17, 17, 17, 17, 10, 4}, // V
        {17, 17, 10, 4, 4, 4, 4}, // Y
        {0, 0, 0, 0, 0, 0, 0}, // space
        {4, 12, 4, 4, 4, 4, 14}, // 1
        {14, 17, 1, 2, 4, 8, 31}, // 2
    };

    private static final String LETTERS = "CONVY 12";

    private SampleDrawings() {}

    /** A red disc, a green triangle and a framed blue square on a light gradient. */
    static int shapes(int x, int y) {
        if (inDisc(x, y, 80, 90, 55)) {
            return rgb(205, 40, 45);
        }
        if (y >= 60 && y <= 200 && Math.abs(x - 165) * 2 <= y - 60) {
            return rgb(40, 150, 70);
        }
        if (x >= 225 && x < 300 && y >= 110 && y < 185) {
            boolean frame = x < 231 || x >= 294 || y < 116 || y >= 179;
            return frame ? rgb(15, 20, 60) : rgb(60, 90, 210);
        }
        return rgb(250 - y / 4, 245 - x / 8, 225);
    }

    static int checkerboard(int x, int y) {
        return (x / 32 + y / 32) % 2 == 0 ? 235 - x / 8 : 20 + y / 8;
    }

    static int gradient(int x, int y) {
        return rgb(x * 255 / 199, y * 255 / 299, 255 - (x + y) * 255 / 498);
    }

    static int text(int x, int y) {
        int scale = 6;
        int column = (x - 24) / scale;
        int row = (y - 41) / scale;
        if (x >= 24 && y >= 41 && row < 7 && column / 6 < TEXT.length() && column % 6 < 5) {
            int[] glyph = GLYPHS[LETTERS.indexOf(TEXT.charAt(column / 6))];
            if ((glyph[row] >> (4 - column % 6) & 1) != 0) {
                return rgb(25, 25, 35);
            }
        }
        boolean line = y == 20 || y == 103;
        return line ? rgb(200, 120, 40) : rgb(246, 243, 232);
    }

    /** Rings that fade out towards the corners. */
    static int rings(int x, int y) {
        double distance = StrictMath.sqrt((x - 79.5) * (x - 79.5) + (y - 79.5) * (y - 79.5));
        int alpha = clamp(255 - (int) (distance * 2.4));
        return alpha << 24 | ((int) (distance / 9) % 2 == 0 ? 0x20a0c0 : 0xf0d030);
    }

    static int stripes(int x, int y) {
        int place = (x + y) % 48;
        return place < 16 ? rgb(200, 30, 60) : place < 32 ? rgb(250, 250, 250) : rgb(30, 60, 140 + y / 8);
    }

    /** A sky with a sun, three ranges of hills, and a lake that ripples. */
    static int landscape(int x, int y, int width, int height, int seed) {
        double u = (double) x / width;
        double v = (double) y / height;
        if (v > 0.78) {
            int ripple = (int) (40 * noise(x / 26.0, y / 3.0, seed + 9));
            return rgb(50 + ripple, 95 + ripple, 125 + ripple + (int) (40 * v));
        }
        for (int range = 0; range < 3; range++) {
            double ridge = 0.62
                    - 0.13 * range
                    + 0.14 * (noise(u * (3 + 2 * range), range * 7.0, seed) - 0.5)
                    + 0.02 * noise(u * 40, range * 3.0, seed);
            if (v > ridge) {
                int grain = (int) (46 * noise(x / 2.5, y / 2.5, seed + range)) - 23;
                return rgb(55 + 35 * range + grain, 85 + 22 * range + grain, 50 + 48 * range + grain);
            }
        }
        if (inDisc(x, y, width * 3 / 4, height / 6, height / 14)) {
            return rgb(255, 240, 190);
        }
        int cloud = (int) (70 * Math.max(0, noise(u * 5, v * 14, seed + 4) - 0.5));
        return rgb((int) (110 + 120 * v) + cloud, (int) (160 + 70 * v) + cloud, 230 + cloud / 3);
    }

    static int texture(int x, int y) {
        double coarse = noise(x / 30.0, y / 30.0, 21);
        double fine = noise(x / 3.0, y / 3.0, 22);
        double wood = StrictMath.sin((x + 60 * coarse) / 9.0);
        return clamp((int) (120 + 60 * wood + 60 * (fine - 0.5)));
    }

    /** Four quarters of four colours, an odd number of pixels across and down. */
    static int corners(int x, int y) {
        if (x < 60) {
            return y < 86 ? rgb(230, 60, 50) : rgb(50, 170, 80);
        }
        return y < 86 ? rgb(60, 90, 220) : rgb(240, 200, 50);
    }

    /** Cells around scattered points, darker at their borders. */
    static int mosaic(int x, int y) {
        int cell = 40;
        double nearest = 1e9;
        double second = 1e9;
        int color = 0;
        for (int row = y / cell - 2; row <= y / cell + 2; row++) {
            for (int column = x / cell - 2; column <= x / cell + 2; column++) {
                double dx = (column + hash(column, row, 31)) * cell - x;
                double dy = (row + hash(column, row, 32)) * cell - y;
                double distance = StrictMath.sqrt(dx * dx + dy * dy);
                if (distance < nearest) {
                    second = nearest;
                    nearest = distance;
                    color = rgb(
                            (int) (60 + 190 * hash(column, row, 33)), (int) (60 + 190 * hash(column, row, 34)), (int)
                                    (60 + 190 * hash(column, row, 35)));
                } else {
                    second = Math.min(second, distance);
                }
            }
        }
        return second - nearest < 3 ? rgb(25, 25, 30) : color;
    }

    /** Towers with lit windows under stars. */
    static int night(int x, int y) {
        int tower = x / 50;
        int roof = 110 + (int) (170 * hash(tower, 0, 41));
        if (y > roof && x % 50 < 44) {
            boolean window = x % 50 % 11 > 3 && (y - roof) % 16 > 7 && y < 360;
            boolean lit = window && hash(x / 11 + 50 * tower, (y - roof) / 16, 42) > 0.55;
            int shade = 28 + (int) (20 * hash(tower, 1, 43));
            return lit ? rgb(255, 214, 120) : rgb(shade, shade, shade + 14);
        }
        boolean star = hash(x / 2, y / 2, 44) > 0.997;
        return star ? rgb(235, 235, 250) : rgb(8 + y / 12, 10 + y / 14, 38 + y / 6);
    }

    private static boolean inDisc(int x, int y, int centerX, int centerY, int radius) {
        int dx = x - centerX;
        int dy = y - centerY;
        return dx * dx + dy * dy <= radius * radius;
    }

    /** Smooth noise, 0 to 1: values at whole numbers, blended between. */
    private static double noise(double x, double y, int seed) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double u = blend(x - column);
        double v = blend(y - row);
        double top = hash(column, row, seed) * (1 - u) + hash(column + 1, row, seed) * u;
        double bottom = hash(column, row + 1, seed) * (1 - u) + hash(column + 1, row + 1, seed) * u;
        return top * (1 - v) + bottom * v;
    }

    private static double blend(double t) {
        return t * t * (3 - 2 * t);
    }

    /** A number from 0 to 1 that looks random. */
    private static double hash(int x, int y, int seed) {
        int h = x * 0x27d4eb2d + y * 0x165667b1 + seed * 0x9e3779b1;
        h = (h ^ h >>> 15) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return ((h ^ h >>> 16) & 0xffffff) / (double) 0x1000000;
    }

    private static int rgb(int red, int green, int blue) {
        return 0xff000000 | clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    private static int clamp(int level) {
        return Math.max(0, Math.min(255, level));
    }
}
