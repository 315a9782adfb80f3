"""Positions of units are refused, whatever is said of the columns."""

from __future__ import annotations

import pytest

from mapper.model.errors import InputError

TABLE = (
    "date,lat,lng,icon,type,strength,strength_in_btg_text,strength_in_btg_number,unit,unitnumber,"
    "subordinate_to,sources_url,sources_date,notes,country,stacked,icon15\n"
    "2025-07-01,50,30,a,b,c,d,1,Made-up,7,Nobody,https://a.b/1,2025-07-01,,UA,0,x\n"
)


@pytest.mark.parametrize("options", [{}, {"columns": {"title": "unit"}}, {"feed": "uawardata"}])
def test_refused(read_text, options):
    with pytest.raises(InputError, match="positions of military units"):
        read_text(TABLE, **options)
