"""Pictures of results for papers and notebooks (matplotlib).

Every function draws into `axes` (a new figure without it) and returns them. Colours are Okabe and Ito's,
as in the page's pictures; units come from the file.
"""
from lastmile.plots.comparisons import forest, front, pareto, ranking_table
from lastmile.plots.curves import cdf, curves, heat_map
from lastmile.plots.style import finish, log_scale

__all__ = ["cdf", "curves", "finish", "forest", "front", "heat_map", "log_scale", "pareto", "ranking_table"]
