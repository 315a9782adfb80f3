"""A document brought up to date event by event is the document made anew."""

from __future__ import annotations

import base64
import json
import random
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from mapper import mapdoc
from mapper.model import schema

# What differs between the document shown and another one, by name of array or text.
DIFFERENT = """(() => {
  const { app, MapDocument } = MapperClient;
  const bytes = Uint8Array.from(atob("%s"), (one) => one.charCodeAt(0));
  const [shown, fresh] = [app.doc, new MapDocument(bytes.buffer)];
  const coded = {status: "verification_status", precision: "geo_precision", type: "event_type",
    weapon: "weapon"};
  const found = [];
  const compare = (name, one, other) => {
    if (JSON.stringify(one) !== JSON.stringify(other)) found.push(name);
  };
  for (const name of Object.keys(fresh.arrays)) {
    const list = (doc) => coded[name]
      ? Array.from(doc.arrays[name], (_, i) => doc.term(coded[name], name, i))
      : Array.from(doc.arrays[name]);
    compare(name, list(shown), list(fresh));
  }
  const ids = Array.from({length: fresh.count}, (_, i) => fresh.idOf(i));
  compare("places of ids", ids.map((id) => shown.indexOf(id)), ids.map((_, i) => i));
  compare("no such id", shown.indexOf("none"), -1);
  for (const name of ["event_id", "title", "place"]) {
    compare(name, shown.column(name), fresh.column(name));
  }
  for (const name of ["events", "first_day", "last_day", "data_date"]) {
    compare(name, shown.header[name], fresh.header[name]);
  }
  const events = new MapperClient.Events(fresh);
  for (const name of ["xs", "ys", "form", "shown", "statusCounts", "formCounts", "onMapCount"]) {
    compare(name, app.events[name], events[name]);
  }
  return found;
})()"""


def row(chance: random.Random, event_id: str) -> dict[str, Any]:
    day = chance.choice([None, "2025-07-01", "2025-07-09"])
    placed = chance.random() < 0.8
    return {
        "event_id": event_id,
        "feed": "test",
        "title": chance.choice(["Strike", "Удар", "</script>"]),
        "place_name": chance.choice([None, "Kyiv", "Одеса"]),
        "date_start": day,
        "date_end": day,
        "radius_m": chance.choice([np.nan, 10.0]),
        "verification_status": chance.choice(["reported", "claimed", "verified"]),
        "geo_precision": chance.choice([None, "exact", "region"]),
        "event_type": chance.choice([None, "Battles", "Own word", "Other word"]),
        "geometry": Point(chance.randrange(30, 40), 48) if placed else None,
    }


def table(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=schema.CRS)
    return gpd.GeoDataFrame(schema.conform(frame, schema.EVENTS))


def document(events: gpd.GeoDataFrame, data_date: str) -> mapdoc.MapDocument:
    tables = (schema.SOURCES, schema.CONTROL_AREAS, schema.LINES_OF_CONTACT)
    empty = [schema.empty(one) for one in tables]
    return mapdoc.build(events, *empty, title="Test", basemap={}, data_date=data_date, detail=False)


def step(
    chance: random.Random, rows: list[dict[str, Any]], number: int
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the rows after a random change, and what the client is told of it."""
    after, gone, there = [], [], []
    for at, one in enumerate(rows):
        fate = chance.random()
        if fate < 0.3:
            gone.append(at)
            if fate < 0.2:
                there.append(len(after))
                after.append(row(chance, one["event_id"]))
        else:
            after.append(one)
        if fate > 0.9 or at == 0:
            there.append(len(after))
            after.append(row(chance, f"{number} after {at}"))
    events = table(after)
    told = mapdoc.update(
        events,
        np.array(gone, dtype=np.intp),
        np.array(there, dtype=np.intp),
        event_ids=pd.Index(events["event_id"]),
        data_date=str(number),
    )
    return after, dict(told.message)


@pytest.mark.parametrize("seed", range(5))
def test_an_updated_document_is_as_made_anew(browser: Any, seed: int) -> None:
    chance = random.Random(seed)
    rows = [row(chance, f"e{number}") for number in range(12)]
    browser.open(document(table(rows), "0").brief)
    told = []
    for number in range(4):
        rows, message = step(chance, rows, number)
        told.append(message)
        if number % 2:
            # Several at once, as after a crash of the page.
            browser.run(f"mapper.update({json.dumps(told)})")
            told = []
            made = base64.b64encode(document(table(rows), str(number)).brief).decode()
            assert browser.run(DIFFERENT % made) == []
            browser.drawn()


def test_view_selection_and_filter_stay(browser: Any) -> None:
    chance = random.Random(1)
    rows = [row(chance, name) | {"geometry": Point(30, 48), "title": name} for name in "abcd"]
    browser.open(document(table(rows), "0").brief)
    browser.run("(mapper.setView({lon: 31, lat: 48.5, zoom: 7}), mapper.select('c', {pan: false}))")
    browser.run("mapper.setShown(['a', 'c'])")

    def change(gone: list[int], there: list[int], titles: str) -> None:
        own = {"geometry": Point(30, 48)}
        frame = table([row(chance, name) | own | {"title": f"new {name}"} for name in titles])
        told = mapdoc.update(
            frame,
            np.array(gone),
            np.array(there),
            event_ids=pd.Index(frame["event_id"]),
            data_date="1",
        )
        browser.run(f"mapper.update([{json.dumps(dict(told.message))}])")

    change([2], [2], "abcd")
    assert browser.run("mapper.selected()") == "c"
    assert "new c" in browser.run("document.querySelector('.leaflet-popup').textContent")
    assert browser.run("mapper.counts().shown") == 2
    assert browser.run("mapper.view().zoom") == 7
    change([0], [], "bcd")
    assert browser.run("mapper.selected()") == "c"
    assert browser.run("mapper.counts()")["events"] == 3
    change([1], [], "bd")
    assert browser.run("mapper.selected()") is None
    assert browser.run("mapper.view().lon") == pytest.approx(31, abs=0.01)


def test_a_selected_event_that_is_given_a_place_is_shown_there(browser: Any) -> None:
    chance = random.Random(1)
    rows = [row(chance, name) | {"geometry": Point(30, 48)} for name in "ab"]
    browser.open(document(table([rows[0], rows[1] | {"geometry": None}]), "0").brief)
    browser.run("(mapper.setView({lon: 31, lat: 48.5, zoom: 7}), mapper.select('b'))")
    frame = table([rows[0], rows[1] | {"geometry": Point(60, 20), "title": "Found"}])
    rows_now = np.array([1])
    told = mapdoc.update(
        frame, rows_now, rows_now, event_ids=pd.Index(frame["event_id"]), data_date="1"
    )
    browser.run(f"mapper.update([{json.dumps(dict(told.message))}])")
    assert browser.run("document.querySelector('.leaflet-popup h2').textContent") == "Found"
    browser.drawn()
    assert browser.run("mapper.view().lon") == pytest.approx(60, abs=5)
