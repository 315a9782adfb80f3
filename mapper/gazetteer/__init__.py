"""Places by name and by position, from GeoNames.

The names: ``Candidate``, ``search``, ``resolve``, ``nearest_place``, ``radius_m``,
``admin1_label`` and ``ensure_index``.
"""
