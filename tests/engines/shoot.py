"""Pictures of an exported page for people to judge: four zooms, light and dark.

Run ``python tests/engines/shoot.py MAP.html FOLDER [--engine chromium] [--size 1400x900]
[--place 36.6,48.6]``. A picture with a card, one with the list and a narrow one
are made as well.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

from engines import ENGINES, missing

#: Zoom levels by what they show.
ZOOMS = {"world": 2, "theatre": 6, "oblast": 8, "town": 12}


def main() -> None:
    """Open the page and make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("map", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=list(ENGINES), default="chromium")
    parser.add_argument("--size", default="1400x900")
    parser.add_argument("--place", default="36.6,48.6", help="lon,lat in the middle")
    options = parser.parse_args()
    if lacking := missing(options.engine):
        raise SystemExit(lacking)
    lon, lat = map(float, options.place.split(","))
    width, height = map(int, options.size.split("x"))
    options.folder.mkdir(parents=True, exist_ok=True)
    engine = ENGINES[options.engine][0]()

    def shoot(name: str) -> None:
        engine.run("mapper.drawn()")
        engine.shoot(options.folder / f"{name}.png")

    try:
        for theme in ("light", "dark"):
            engine.wire.resize(width, height)
            engine.open(options.map.resolve())
            engine.run(f"mapper.setTheme('{theme}')")
            shoot(f"{theme}-fit")
            for name, zoom in ZOOMS.items():
                engine.run(f"mapper.setView({{lon: {lon}, lat: {lat}, zoom: {zoom}}})")
                shoot(f"{theme}-{name}")
            engine.run("mapper.select(mapper.ids()[0])")
            shoot(f"{theme}-card")
            engine.run("document.querySelector('.mapper-button-list').click()")
            shoot(f"{theme}-list")
            # As narrow as browsers make a window.
            engine.wire.resize(500, 760)
            engine.open(options.map.resolve())
            engine.run(f"mapper.setTheme('{theme}')")
            engine.run("mapper.select(mapper.ids()[0])")
            shoot(f"{theme}-narrow")
    finally:
        engine.close()


if __name__ == "__main__":
    main()
