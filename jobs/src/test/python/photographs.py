"""Draws 200 JPEGs of different sizes into the directory that is named, two of which are none: photographs.py DIRECTORY"""

import pathlib
import sys

import numpy
from PIL import Image

BROKEN = (7, 99)

directory = pathlib.Path(sys.argv[1])
directory.mkdir(exist_ok=True)
random = numpy.random.default_rng(0)
for number in range(200):
    width, height = random.integers(60, 140, 2)
    colours = random.integers(0, 256, (8, 8, 3), dtype=numpy.uint8)
    file = directory / f"{number:03}.jpg"
    Image.fromarray(colours).resize((int(width), int(height))).save(file)
    if number in BROKEN:
        file.write_bytes(b"no image")
