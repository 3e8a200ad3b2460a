#!/usr/bin/env python3
"""Makes digits.gz, the embedded default data set, from the copy that scikit-learn carries.

The data: Optical Recognition of Handwritten Digits (E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998,
https://doi.org/10.24432/C50P49), CC BY 4.0. scikit-learn carries the 1,797 examples of the UCI test set: 8x8 counts of
black pixels from 0 to 16, written by 13 people.

The form: two IDX files one after the other, images (1797 x 8 x 8) and labels (1797), compressed together with gzip.

Steps: python3 -m venv venv; venv/bin/pip install scikit-learn; venv/bin/python make_digits.py digits.gz
"""
import gzip
import struct
import sys

import numpy
from sklearn.datasets import load_digits

digits = load_digits()
images = digits.images.astype(numpy.uint8)
labels = digits.target.astype(numpy.uint8)
assert images.shape == (1797, 8, 8) and images.max() == 16 and (images == digits.images).all()
assert labels.shape == (1797,) and labels.max() == 9

content = struct.pack(">IIII", 0x803, *images.shape) + images.tobytes() + struct.pack(">II", 0x801, len(labels)) + labels.tobytes()
with open(sys.argv[1], "wb") as file:
    file.write(gzip.compress(content, 9, mtime=0))
