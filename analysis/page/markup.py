"""Pieces of the page: tables that scroll on their own, figures, sections, and the document around them.

A reader of screens finds landmarks, one first heading, headings in order, and a caption at every table and
picture; a keyboard reaches all that scrolls.
"""
import html
import itertools
import math

from lastmile.quantities import short
from page.style import style_sheet

MOST_ROWS = 200  # of a table on the page; the file has them all
WIDE = 12        # columns, from where on letters on paper are smaller
# No scripts, and nothing is loaded from anywhere.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_numbers = itertools.count(1)


def escaped(value):
    return html.escape(str(value))


def unique(prefix):
    return f"{prefix}{next(_numbers)}"


def note(text, kind="note"):
    return f'<p class="{kind}">{escaped(text)}</p>\n' if text else ""


def cell(value, tag="td", attributes=""):
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    text = short(value) if isinstance(value, float) else value
    if isinstance(value, float) and math.isnan(value):
        text = "none"
    return f'<{tag}{attributes}{" class=n" if number else ""}>{escaped(text)}</{tag}>'


def row_html(values):
    head, *rest = values
    return "<tr>" + cell(head, "th", ' scope="row"') + "".join(cell(value) for value in rest) + "</tr>\n"


def with_count(caption, total):
    if total <= MOST_ROWS:
        return caption
    return f"{caption.rstrip('.')}. The first {MOST_ROWS} of {total} rows; the file has them all."


def table(caption, header, lines, total=None):
    """`lines` may be cut already: `total` is how many there are."""
    total = len(lines) if total is None else total
    if not total:
        return ""
    name = unique("table-")
    head = "".join(f'<th scope="col">{escaped(text)}</th>' for text in header)
    body = "".join(row_html(line) for line in lines[:MOST_ROWS])
    kind = "scroll wide" if len(header) > WIDE else "scroll"  # on paper
    return (f'<div class="{kind}" role="region" tabindex="0" aria-labelledby="{name}"><table>'
            f'<caption id="{name}">{escaped(with_count(caption, total))}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n")


def figure(picture, caption=""):
    below = f"<figcaption>{escaped(caption)}</figcaption>" if caption else ""
    return f"<figure>{picture}{below}</figure>\n"


def figures(pictures):
    return f'<div class="figures">\n{"".join(pictures)}</div>\n' if pictures else ""


def text_block(label, text):
    return f'<pre tabindex="0" role="region" aria-label="{escaped(label)}">{escaped(text)}</pre>\n'


def section(title, body):
    """(title, name, body), or nothing without a body."""
    return (title, unique("section-"), body) if body else None


def section_html(title, name, body):
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{escaped(title)}</h2>\n{body}</section>\n'


def contents(sections):
    lines = "".join(f'<li><a href="#{name}">{escaped(title)}</a></li>' for title, name, _ in sections)
    return f'<nav aria-label="Contents"><ul>{lines}</ul></nav>\n'


def document(title, introduction, sections, made_by):
    sections = [one for one in sections if one]
    return ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escaped(title)}</title><style>{style_sheet()}</style></head>\n<body>"
            '<a class="skip" href="#main">Skip to the results</a>\n'
            f"<header><h1>{escaped(title)}</h1>\n{introduction}</header>\n{contents(sections)}"
            f'<main id="main" tabindex="-1">\n{"".join(section_html(*one) for one in sections)}</main>\n'
            f'<footer><p class="note">{escaped(made_by)}</p></footer></body></html>\n')
