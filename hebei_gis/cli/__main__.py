"""``python -m hebei_gis.cli``."""

import sys

from hebei_gis.cli import main

sys.exit(main())
