package dev.convoy.graph.plan;

import dev.convoy.kernel.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which tensors of a plan take turns in which slots, so that there are no more than live at once. */
final class Memory {

    /** A tensor in a slot, and the most images of it that are there at once. */
    private record Tenant(int floats, int images) {}

    /** The floats of a cache line. */
    private static final int LINE = 16;

    private final List<List<Tenant>> slots = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();

    /** Gives every storage that the steps write its slot. */
    Memory(List<Step> steps, List<Stage> stages) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            for (Value input : step.inputs()) {
                input.storage().root().usedBy(i);
            }
            if (step.output() != null) {
                step.output().storage().root().usedBy(i);
            }
        }
        List<Storage> shared = new ArrayList<>();
        for (Stage stage : stages) {
            // What outlives the stage is written by every round, so nothing else of the stage may lie there.
            for (Step step : steps.subList(stage.from(), stage.to())) {
                Storage storage =
                        step.output() == null ? null : step.output().storage().root();
                if (storage != null && storage.lastStep >= stage.to() && !shared.contains(storage)) {
                    storage.shared = true;
                    allocate(storage, Stage.MOST_IMAGES);
                    shared.add(storage);
                }
            }
            for (int i = stage.from(); i < stage.to(); i++) {
                step(steps.get(i), i, stage);
            }
            shared.removeIf(storage -> {
                boolean done = storage.lastStep < stage.to();
                if (done) {
                    free.add(storage.slot);
                }
                return done;
            });
        }
    }

    private void step(Step step, int index, Stage stage) {
        Set<Storage> used = new LinkedHashSet<>();
        step.inputs().forEach(input -> used.add(input.storage().root()));
        if (step.output() != null) {
            Storage output = step.output().storage().root();
            used.add(output);
            if (!output.shared && output.firstStep == index) {
                Optional<Storage> replaced = replaced(step, index);
                replaced.ifPresentOrElse(storage -> output.slot = storage.slot, () -> allocate(output, stage.images()));
                replaced.ifPresent(used::remove);
            }
        }
        for (Storage storage : used) {
            if (isLocal(storage, index)) {
                free.add(storage.slot);
            }
        }
    }

    /** The storage whose place that of a step's output takes. */
    private static Optional<Storage> replaced(Step step, int index) {
        Storage output = step.output().storage();
        return Optional.ofNullable(step.replaceable())
                .map(Value::storage)
                .filter(storage -> storage == storage.root() && output == output.root())
                .filter(storage -> storage.floats == output.floats && isLocal(storage, index));
    }

    /** Whether a storage is one of this stage's own that no later step reads. */
    private static boolean isLocal(Storage storage, int index) {
        return !storage.shared && storage.slot != Storage.INPUT && storage.lastStep == index;
    }

    /** The free slot that fits best, the largest one if none is large enough, a new one if none is free. */
    private void allocate(Storage storage, int images) {
        Tenant tenant = new Tenant(storage.floats, images);
        int best = -1;
        for (int slot : free) {
            long size = floats(slot, Stage.MOST_IMAGES);
            long wanted = (long) tenant.floats * tenant.images;
            long bestSize = best < 0 ? -1 : floats(best, Stage.MOST_IMAGES);
            boolean better = bestSize < wanted ? size > bestSize : size >= wanted && size < bestSize;
            if (best < 0 || better) {
                best = slot;
            }
        }
        if (best < 0) {
            best = slots.size();
            slots.add(new ArrayList<>());
        } else {
            free.remove((Integer) best);
        }
        slots.get(best).add(tenant);
        storage.slot = best;
    }

    /**
     * Where in one array the slots begin for a batch of so many images, each where a cache line begins if the array is
     * large; last, how large it is.
     */
    int[] offsets(int images) {
        int[] offsets = new int[slots.size() + 1];
        long next = Kernel.LINE_START;
        for (int slot = 0; slot < slots.size(); slot++) {
            offsets[slot] = Math.toIntExact(next);
            next += lines(slot, images);
        }
        offsets[slots.size()] = Math.toIntExact(next);
        return offsets;
    }

    /** The floats of all slots for a batch of so many images, which may be more than an array has. */
    long floats(int images) {
        long floats = Kernel.LINE_START;
        for (int slot = 0; slot < slots.size(); slot++) {
            floats += lines(slot, images);
        }
        return floats;
    }

    private long lines(int slot, int images) {
        return (floats(slot, images) + LINE - 1) / LINE * LINE;
    }

    /** The floats of a slot for a batch of so many images. */
    private long floats(int slot, int images) {
        long most = 0;
        for (Tenant tenant : slots.get(slot)) {
            most = Math.max(most, (long) tenant.floats * Math.min(images, tenant.images));
        }
        return most;
    }
}
