"""Inputs of the sample project; installed as ``mapper.data``."""
