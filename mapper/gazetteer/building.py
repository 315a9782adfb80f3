"""Make the index of places: GeoNames' places over 500 people as one SQLite file.

The source is one JSON object of 80 MB; it is read record by record, since
loading it whole costs 380 MB.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import batched
from pathlib import Path
from typing import Any, Final

import numpy as np

from mapper import basemap
from mapper.gazetteer.folding import folded_all
from mapper.gazetteer.names import english_name, local_name

#: Takes the share done, 0 to 1; answering False cancels.
Progress = Callable[[float], object]

_SCHEMA: Final = """
CREATE TABLE place (
    geonameid INTEGER PRIMARY KEY, name TEXT NOT NULL, local TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, country TEXT NOT NULL,
    admin1 TEXT NOT NULL, population INTEGER NOT NULL
);
CREATE TABLE spelling (
    folded TEXT NOT NULL, geonameid INTEGER NOT NULL, names TEXT NOT NULL,
    PRIMARY KEY (folded, geonameid)
) WITHOUT ROWID;
CREATE TABLE positions (
    geonameid BLOB NOT NULL, lon BLOB NOT NULL, lat BLOB NOT NULL, population BLOB NOT NULL
);
"""
