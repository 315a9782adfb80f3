"""Lines and points for the geodesy tests; makes `bruteforce` importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
