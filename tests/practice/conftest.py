"""The practice forum is no package of the product: its modules stand beside its command."""

import sys
from pathlib import Path

PRACTICE = Path(__file__).resolve().parents[2] / "practice"
sys.path.insert(0, str(PRACTICE))
