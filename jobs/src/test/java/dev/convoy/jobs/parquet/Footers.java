package dev.convoy.jobs.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** What Parquet files are made of. */
final class Footers {

    private Footers() {}

    /** The Parquet files below a directory, by path. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = open(file, new Configuration())) {
            return reader.getFooter();
        }
    }

    static ParquetFileReader open(Path file, Configuration configuration) throws IOException {
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), configuration),
                HadoopReadOptions.builder(configuration).build());
    }

    /** The chunks of a column, by its dotted path, in the order of row groups. */
    static List<ColumnChunkMetaData> chunks(Path file, String column) throws IOException {
        List<ColumnChunkMetaData> chunks = new ArrayList<>();
        for (BlockMetaData block : footer(file).getBlocks()) {
            block.getColumns().stream()
                    .filter(chunk -> chunk.getPath().toDotString().equals(column))
                    .forEach(chunks::add);
        }
        return chunks;
    }

    /** The headers of a chunk's pages as they stand in the file. */
    static List<PageHeader> pages(Path file, ColumnChunkMetaData chunk) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = (int) chunk.getStartingPos();
        ByteArrayInputStream in = new ByteArrayInputStream(bytes, from, (int) chunk.getTotalSize());
        List<PageHeader> headers = new ArrayList<>();
        while (in.available() > 0) {
            PageHeader header = Util.readPageHeader(in);
            headers.add(header);
            in.skipNBytes(header.getCompressed_page_size());
        }
        return headers;
    }
}
