"""`kg validate` and `kg reason`: is the graph as it should be?"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.cli.console import say, show, write
