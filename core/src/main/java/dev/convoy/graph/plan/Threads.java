package dev.convoy.graph.plan;

import java.util.ArrayList;
import java.util.List;

/** Threads for as long as a piece of work takes. */
final class Threads {

    private Threads() {}

    /** Runs all, the first by the caller's thread, and waits for all; what one of them throws is thrown. */
    static void runAll(List<Runnable> parts) {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable part : parts.subList(1, parts.size())) {
            Thread thread = new Thread(() -> attempt(part, failures), "convoy-plan");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        attempt(parts.get(0), failures);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!failures.isEmpty()) {
            throw asUnchecked(failures.get(0));
        }
    }

    private static void attempt(Runnable part, List<Throwable> failures) {
        try {
            part.run();
        } catch (RuntimeException | Error e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    private static RuntimeException asUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }
}
