"""What every page must keep, from its text alone: nesting, headings, names for what is drawn, captions,
nothing loaded, and contrast in both schemes.

    page_rules.broken(html)      # [what is wrong]
"""
import html.parser
import re

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SVG_LEAVES = {"line", "rect", "circle", "polygon", "polyline", "path"}
FOREIGN = ("script", "iframe", "link", "object", "embed", "base")
LOADING = {"src", "srcset", "poster", "data", "action", "background"}


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open, self.elements, self.style = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", "inside": [one["tag"] for one in self.open], "children": [],
                   **{f"@{name}": value for name, value in attrs}}
        if self.open:
            self.open[-1]["children"].append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1]["tag"] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1]['tag'] if self.open else 'nothing'}")
            return
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data


def read(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    reader.wrong += [f"<{element['tag']}> is not closed" for element in reader.open]
    return reader


def of(reader, *tags):
    return [element for element in reader.elements if element["tag"] in tags]


def references(reader):
    ids = [element["@id"] for element in reader.elements if "@id" in element]
    wrong = [f"id {name} twice" for name in set(ids) if ids.count(name) > 1]
    for element in reader.elements:
        for name in (element.get("@aria-labelledby") or "").split():
            wrong += [] if name in ids else [f"no id {name}"]
        link = element.get("@href") or ""
        if link.startswith("#") and link[1:] not in ids:
            wrong.append(f"no place {link}")
    return wrong


def headings(reader):
    levels = [int(element["tag"][1]) for element in of(reader, "h1", "h2", "h3", "h4")]
    wrong = [] if levels.count(1) == 1 and levels[0] == 1 else [f"headings {levels}: not one h1 first"]
    return wrong + [f"h{b} after h{a}" for a, b in zip(levels, levels[1:]) if b > a + 1]


def landmarks(reader):
    html_tag = of(reader, "html")
    wrong = [] if html_tag and html_tag[0].get("@lang") else ["no lang"]
    wrong += [f"not one <{tag}>" for tag in ("header", "nav", "main", "footer", "title") if
              len([one for one in of(reader, tag) if "svg" not in one["inside"]]) != 1]
    first = of(reader, "a")[:1]
    return wrong + ([] if first and first[0].get("@href") == "#main" else ["no skip link first"])


def text_of(element, tag):
    """Of its first child of that kind."""
    return next((child["text"].strip() for child in element["children"] if child["tag"] == tag), "")


def pictures(reader):
    wrong = [f"image without alt: {element.get('@src', '')[:40]}" for element in of(reader, "img")
             if not element.get("@alt")]
    for picture in of(reader, "svg"):
        if picture.get("@role") != "img" or not text_of(picture, "title") or not text_of(picture, "desc"):
            wrong.append("picture without role, title or desc")
    return wrong


def tables(reader):
    wrong = []
    for table in of(reader, "table"):
        if not text_of(table, "caption"):
            wrong.append("table without caption")
        if "div" not in table["inside"]:
            wrong.append("table that cannot scroll")
    wrong += [f"th without scope: {cell['text']}" for cell in of(reader, "th") if not cell.get("@scope")]
    for element in reader.elements:
        scrolls = element["tag"] == "pre" or "scroll" in (element.get("@class") or "").split()
        named = element.get("@aria-labelledby") or element.get("@aria-label")
        if scrolls and not (element.get("@tabindex") == "0" and element.get("@role") == "region" and named):
            wrong.append(f"<{element['tag']}> scrolls, but not by keyboard or without a name")
    return wrong


def loads(reader):
    wrong = [f"a {element['tag']}" for element in of(reader, *FOREIGN)]
    for element in reader.elements:
        wrong += [f"{element['tag']} loads {element['@' + name][:60]}" for name in LOADING
                  if "@" + name in element and not (element["@" + name] or "").startswith("data:")]
        wrong += [f"event handler {name}" for name in element if name.startswith("@on")]
    style = "".join(element["text"] for element in of(reader, "style"))
    return wrong + [f"style loads {found}" for found in re.findall(r"@import|url\((?!data:)[^)]*", style)]


def channel(value):
    value /= 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour):
    red, green, blue = (channel(int(colour[i:i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def schemes(text):
    """The colours of the style sheet: {light: {name: colour}, dark: ...}"""
    rules = re.findall(r":root\{([^}]*)\}", text)
    found = [dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", rule)) for rule in rules]
    return dict(zip(("light", "dark"), found))


def colours(text):
    wrong = [] if set(schemes(text)) == {"light", "dark"} else ["not two schemes"]
    if "@media screen and (prefers-color-scheme:dark){:root" not in text:
        wrong.append("dark is not asked for")
    for scheme, known in schemes(text).items():
        pairs = [(name, "page", 4.5) for name in ("text", "muted", "link", "warning")]
        pairs += [("text", "panel", 4.5), ("focus", "page", 3.0)]
        pairs += [(name, "page", 3.0) for name in known if name.startswith("series-")]
        wrong += [f"{scheme}: {front} on {back} has {contrast(known[front], known[back]):.2f}, not {least}"
                  for front, back, least in pairs if contrast(known[front], known[back]) < least]
    return wrong


def broken(text):
    reader = read(text)
    return (reader.wrong + references(reader) + headings(reader) + landmarks(reader) + pictures(reader)
            + tables(reader) + loads(reader) + colours(text))
