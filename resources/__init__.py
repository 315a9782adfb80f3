"""Map client, base map data and icons; installed as ``mapper.resources``."""
