"""The parts of a figure for print: projection, layers, labels, furniture.

Everything is drawn in millimetres of the paper, from the lower left corner.
"""
