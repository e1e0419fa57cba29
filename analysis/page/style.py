"""Colours of both schemes and the style sheet. Pictures take their colours from it too."""

# Text at least 4.5:1 on the backgrounds it stands on, what is drawn at least 3:1 (WCAG 2.1, 1.4.3 and
# 1.4.11): tests/unit/analysis/report_page_test.py computes both.
LIGHT = {
    "page": "#ffffff", "panel": "#f4f5f7", "text": "#1c2127", "muted": "#565d66", "line": "#c9ced6",
    "link": "#0b57a4", "warning": "#a40000", "focus": "#b3440a",
    "series-0": "#0072b2", "series-1": "#b06a00", "series-2": "#00805c", "series-3": "#b0508a",
    "series-4": "#2e7ea8", "series-5": "#c94f00", "series-6": "#6b6f76", "series-7": "#7a6c00",
}
DARK = {
    "page": "#14171b", "panel": "#1f242a", "text": "#e8eaed", "muted": "#a9b1bb", "line": "#414953",
    "link": "#7cb7f2", "warning": "#ff8f84", "focus": "#ffb454",
    "series-0": "#4da3df", "series-1": "#e69f00", "series-2": "#2bb58e", "series-3": "#cc79a7",
    "series-4": "#7cc7ef", "series-5": "#f0813a", "series-6": "#a0a4aa", "series-7": "#e8dc4a",
}
SERIES = sum(name.startswith("series-") for name in LIGHT)

RULES = """
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0 auto;max-width:80rem;padding:0 1rem 3rem;background:var(--page);color:var(--text);
 font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.5rem}
h1{font-size:1.7rem;line-height:1.2;margin:1.5rem 0 .3rem}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.5rem 0 .3rem}
p{margin:.4rem 0;max-width:75ch}
.note,caption,figcaption{color:var(--muted);font-size:.875rem}
.warning{color:var(--warning);font-weight:600}
nav ul{columns:14rem;padding-left:1.2rem;margin:.5rem 0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));gap:1rem}
figure{margin:0;break-inside:avoid}
svg{display:block;width:100%;height:auto;font:12px system-ui,sans-serif}
svg text{fill:var(--text)}
svg .quiet{fill:var(--muted)}
svg .axis{stroke:var(--line);fill:none}
svg .zero{stroke:var(--muted);stroke-dasharray:4 3;fill:none}
svg .error{stroke:var(--text);stroke-width:1.2;fill:none}
svg .curve{stroke:var(--ink);stroke-width:1.8;fill:none}
svg .whisker{stroke:var(--ink);stroke-width:1.4;fill:none}
svg .solid{fill:var(--ink)}
svg .mark{fill:var(--page);stroke:var(--text);stroke-width:1.2}
.scroll{overflow-x:auto;margin:.5rem 0 1.5rem}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.2rem 0}
th,td{border-bottom:1px solid var(--line);padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top;
 font-weight:400}
thead th{font-weight:600;vertical-align:bottom}
.n{text-align:right}
pre{background:var(--panel);padding:1rem;overflow:auto;max-height:30rem;font-size:.8125rem}
@media print{
 nav,.skip{display:none}
 html{font-size:10pt}
 body{max-width:none;padding:0}
 .scroll,pre{overflow:visible;max-height:none;white-space:pre-wrap}
 .scroll{white-space:normal}
 table{font-size:7pt}
 .wide table{font-size:4.5pt}
 th,td{overflow-wrap:anywhere;padding-right:.4rem}
 h2,h3{break-after:avoid}
 tr{break-inside:avoid}
 .figures{grid-template-columns:1fr 1fr}
}
"""


def variables(colours):
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in colours.items()) + "}"


def style_sheet():
    inks = "".join(f".s{i}{{--ink:var(--series-{i})}}" for i in range(SERIES))
    dark = f"@media screen and (prefers-color-scheme:dark){{{variables(DARK)}}}"
    return variables(LIGHT) + dark + RULES.strip() + inks
