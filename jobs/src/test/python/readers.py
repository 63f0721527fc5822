"""Runs each snippet of the README's chapter 'Reading' over the outputs in the working directory: readers.py README

What one reader finds is what all find: values, shapes, rows. Ends with 'N passed, N failed' and exits with 1 if any did.
"""

import pathlib
import re
import sys
import traceback
import warnings

import duckdb
import numpy
import pandas

IMAGES = 198
FAILED = 2

expected = pandas.read_parquet("features").sort_values("path")
VECTORS = numpy.stack(expected["flatten"].to_numpy())
MAPS = numpy.stack(expected["layer4"].to_numpy()).reshape(-1, 512, 2, 2)


def sorted_by_path(values, table):
    """The values in the order of the table's paths."""
    paths = table["path"]
    paths = paths.to_pylist() if hasattr(paths, "to_pylist") else list(paths)
    return numpy.asarray(values)[numpy.argsort(paths)]


def check_python(code):
    names = {}
    exec(compile(code, "README", "exec"), names)
    table = names["table"]
    found = 0
    if "vectors" in names:
        numpy.testing.assert_array_equal(sorted_by_path(names["vectors"], table), VECTORS)
        found += 1
    if "maps" in names and isinstance(names["maps"], list):
        assert len(names["maps"]) == IMAGES
        for of, width, height in zip(names["maps"], table["width"], table["height"]):
            assert of.shape == (128, (height + 7) // 8, (width + 7) // 8), (of.shape, width, height)
        found += 1
    elif "maps" in names:
        numpy.testing.assert_array_equal(sorted_by_path(names["maps"], table), MAPS)
        found += 1
    if "spark" in names:
        assert names["shape"] == [512, 2, 2]
        assert (table.count(), names["failures"].count()) == (IMAGES, FAILED)
        rows = table.select("path", "flatten").orderBy("path").collect()
        numpy.testing.assert_array_equal(numpy.array([row.flatten for row in rows], dtype=numpy.float32), VECTORS)
        found += 1
    assert found > 0, "the snippet names nothing that can be checked"


def check_sql(code):
    rows = duckdb.sql(code).fetchall()
    first = list(expected["path"]).index(rows[0][0])
    distances = numpy.sort(numpy.linalg.norm(VECTORS - VECTORS[first], axis=1))[: len(rows)]
    numpy.testing.assert_allclose([row[1] for row in rows], distances, rtol=1e-4, atol=1e-5)


warnings.simplefilter("error", UserWarning)
chapter = re.search(r"\n### Reading\n(.*?)\n##+ ", pathlib.Path(sys.argv[1]).read_text(), re.DOTALL).group(1)
failed = 0
snippets = re.findall(r"```(python|sql)\n(.*?)```", chapter, re.DOTALL)
assert len(snippets) == 7, f"expected 7 snippets in the chapter, but there are {len(snippets)}"
for language, code in snippets:
    try:
        {"python": check_python, "sql": check_sql}[language](code)
    except Exception:
        failed += 1
        print(f"failed:\n{code}")
        traceback.print_exc()
print(f"{len(snippets) - failed} passed, {failed} failed")
sys.exit(failed > 0)
