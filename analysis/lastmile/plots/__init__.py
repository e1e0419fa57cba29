"""Pictures of results for papers and notebooks (matplotlib).

Every function draws into `axes` (a new figure without it) and returns them. Colours are Okabe and Ito's,
as in the page's pictures; units come from the file.
"""
from lastmile.plots.comparisons import forest, front, pareto, ranking_table
from lastmile.plots.curves import cdf, curves, heat_map

__all__ = ["cdf", "curves", "forest", "front", "heat_map", "pareto", "ranking_table"]
