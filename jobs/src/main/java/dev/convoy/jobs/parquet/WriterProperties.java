package dev.convoy.jobs.parquet;

import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetOutputFormat;

/** Parquet's own writing options, under Parquet's own names and with its defaults. */
final class WriterProperties {

    private WriterProperties() {}

    /** The options of a configuration. The size of a page is looked at from the first row on, whatever rows weigh. */
    static ParquetProperties of(Configuration configuration) {
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withPageSize(ParquetOutputFormat.getPageSize(configuration))
                .withPageRowCountLimit(configuration.getInt(
                        ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT, ParquetProperties.DEFAULT_PAGE_ROW_COUNT_LIMIT))
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(ParquetOutputFormat.getMaxRowCountForPageSizeCheck(configuration))
                .withPageValueCountThreshold(ParquetOutputFormat.getValueCountThreshold(configuration))
                .withDictionaryEncoding(ParquetOutputFormat.getEnableDictionary(configuration))
                .withDictionaryPageSize(ParquetOutputFormat.getDictionaryPageSize(configuration))
                .withColumnIndexTruncateLength(configuration.getInt(
                        ParquetOutputFormat.COLUMN_INDEX_TRUNCATE_LENGTH,
                        ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH))
                .withStatisticsTruncateLength(configuration.getInt(
                        ParquetOutputFormat.STATISTICS_TRUNCATE_LENGTH,
                        ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH))
                .withPageWriteChecksumEnabled(ParquetOutputFormat.getPageWriteChecksumEnabled(configuration))
                .withStatisticsEnabled(ParquetOutputFormat.getStatisticsEnabled(configuration))
                .withMaxBloomFilterBytes(ParquetOutputFormat.getBloomFilterMaxBytes(configuration))
                .withBloomFilterEnabled(ParquetOutputFormat.getBloomFilterEnabled(configuration))
                .withAdaptiveBloomFilterEnabled(ParquetOutputFormat.getAdaptiveBloomFilterEnabled(configuration));
        configuration
                .getPropsWithPrefix(ParquetOutputFormat.ENABLE_DICTIONARY + "#")
                .forEach((column, said) -> builder.withDictionaryEncoding(column, Boolean.parseBoolean(said)));
        configuration
                .getPropsWithPrefix(ParquetOutputFormat.BLOOM_FILTER_ENABLED + "#")
                .forEach((column, said) -> builder.withBloomFilterEnabled(column, Boolean.parseBoolean(said)));
        configuration
                .getPropsWithPrefix(ParquetOutputFormat.BLOOM_FILTER_EXPECTED_NDV + "#")
                .forEach((column, said) -> builder.withBloomFilterNDV(column, Long.parseLong(said)));
        return builder.build();
    }

    /** The rows of a row group at most. Parquet's writers before 1.16 know no such option. */
    static int rowGroupRows(Configuration configuration) {
        return configuration.getInt(
                ParquetOutputFormat.BLOCK_ROW_COUNT_LIMIT, ParquetProperties.DEFAULT_ROW_GROUP_ROW_COUNT_LIMIT);
    }
}
