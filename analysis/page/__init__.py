"""The report: a result file as one HTML page that needs nothing else.

markup.py   tables, figures, sections and the document around them
style.py    colours of both schemes, and the style sheet
scales.py   axes: from values to places, and round numbers between
charts.py   pictures as SVG: bars, curves, intervals
contents.py what a file holds, and what both kinds of page say about it
panels.py   which indicators share a picture, and names for people
run.py      what is on the page of a run
sweep.py    what is on the page of a sweep; design.py, differences.py: parts of it
"""
