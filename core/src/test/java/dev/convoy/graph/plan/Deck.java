package dev.convoy.graph.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Deals as cards are dealt: every one before one comes again. */
final class Deck<T> {

    private final List<T> all;
    private final List<T> left = new ArrayList<>();

    Deck(List<T> all) {
        this.all = all;
    }

    T deal(Random random) {
        if (left.isEmpty()) {
            left.addAll(all);
            Collections.shuffle(left, random);
        }
        return left.remove(left.size() - 1);
    }
}
