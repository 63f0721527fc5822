package dev.convoy.jobs.bench;

import dev.convoy.Model;
import dev.convoy.image.ImageDecoder;
import dev.convoy.image.Preprocessing;
import dev.convoy.tensor.Shape;
import dev.convoy.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@code extract} cannot be faster than: threads that decode, preprocess and compute, a batch of files at a time,
 * without Spark, and write nothing.
 */
record PlainThreads(Model model, List<Path> files, int batchSize, int threads) {

    private static final Preprocessing PREPROCESSING = Preprocessing.imageNet();
    private static final Shape IMAGE = Shape.of(3, 224, 224);

    void run() {
        AtomicInteger next = new AtomicInteger();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CompletableFuture<Void> end = new CompletableFuture<>();
            running.add(end);
            Thread thread = new Thread(() -> {
                try {
                    work(next);
                    end.complete(null);
                } catch (IOException | RuntimeException | Error e) {
                    end.completeExceptionally(e);
                }
            });
            thread.start();
        }
        running.forEach(CompletableFuture::join);
    }

    private void work(AtomicInteger next) throws IOException {
        ImageDecoder decoder = new ImageDecoder();
        for (int from; (from = next.getAndAdd(batchSize)) < files.size(); ) {
            List<Path> batch = files.subList(from, Math.min(from + batchSize, files.size()));
            float[] pixels = new float[batch.size() * IMAGE.elements()];
            for (int i = 0; i < batch.size(); i++) {
                PREPROCESSING.apply(
                        decoder.decode(Files.readAllBytes(batch.get(i))), pixels, i * IMAGE.elements());
            }
            model.outputs(Tensor.of(Shape.of(batch.size(), 3, 224, 224), pixels), 1);
        }
    }
}
