"""Which indicators of a summary are drawn, which share a panel, and how strategies are called there."""
from lastmile.quantities import finite

MOST_PANELS = 12
# One panel for both; and what is left out first where there are too many panels.
TOGETHER = {"computation_latency": "transmission_latency"}
LEFT_OUT_FIRST = ("early_share", "request_accuracy", "offloaded_bytes", "dropped")


def ordered(values):
    return list(dict.fromkeys(values))


def short_names(rows):
    """{strategy: what stands below its bars}: Cloud, L1, ... where every strategy has a level."""
    levels = {row["strategy"]: row.get("level", -1) for row in rows}
    names = {name: "Cloud" if level == 0 else f"L{level}" for name, level in levels.items()}
    unique = len(set(names.values())) == len(names)
    return names if unique and min(levels.values()) >= 0 else {name: name for name in levels}


def group_of(kpi):
    head, _, tail = kpi.rpartition("_")
    percentile = head and tail[:1] == "p" and tail[1:].isdigit()
    return head if percentile else TOGETHER.get(kpi, kpi)


def panel_groups(kpis):
    """Percentiles of one quantity share a panel: latency_p50 and latency_p99."""
    groups = {}
    for kpi in kpis:
        groups.setdefault(group_of(kpi), []).append(kpi)
    for name in LEFT_OUT_FIRST:
        if len(groups) > MOST_PANELS:
            groups.pop(name, None)
    return groups


def drawn_rows(summary):
    """The rows to draw: printed ones, of KPIs that have something to show."""
    printed = [row for row in summary if row.get("printed", 1)]
    some = {row["kpi"] for row in printed if finite(row["mean"]) and row["mean"] != 0}
    return [row for row in printed if row["kpi"] in some] or printed


def titles_of(rows):
    """Panel title and one label a KPI: what the KPIs' titles have in common, and what not."""
    titles = {row["kpi"]: row.get("title") or row["kpi"].replace("_", " ") for row in rows}
    if len(titles) == 1:
        return next(iter(titles.values())), {kpi: "" for kpi in titles}
    words = [title.split() for title in titles.values()]
    common = [word for word in words[0] if all(word in other for other in words[1:])]
    labels = {kpi: " ".join(word for word in title.split() if word not in common)
              for kpi, title in titles.items()}
    return f"{' '.join(common)}: {', '.join(labels.values())}", labels


def mean_curve(rows):
    """Accuracy by round, averaged over what is recorded of that round."""
    by_round = {}
    for row in rows:
        by_round.setdefault(row["round"], []).append((row["time_s"], row["accuracy"]))
    means = [[sum(part) / len(part) for part in zip(*points)]
             for _, points in sorted(by_round.items())]
    return tuple(point[0] for point in means), tuple(point[1] for point in means)


def distinct_curves(rounds, names):
    """{curve: label}: strategies that train alike share a curve."""
    curves = {}
    for strategy in ordered(row["strategy"] for row in rounds):
        curve = mean_curve([row for row in rounds if row["strategy"] == strategy])
        curves.setdefault(curve, []).append(names.get(strategy, strategy))
    return {curve: ", ".join(labels) for curve, labels in curves.items()}
