"""The report's page in Chromium: no console error, no request, pictures to be seen at 1280 and 400 pixels in
both schemes, all that scrolls reached by keyboard, names for readers of screens, and paper.

    report_browser_test.py                                   # 77 without Chromium
    report_browser_test.py --picture PAGE.html FILE.png      # the picture of the README
"""
import base64
import itertools
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "analysis"), str(pathlib.Path(__file__).resolve().parent)]
import chromium  # noqa: E402
import merged_sweep  # noqa: E402
import page_rules  # noqa: E402
import synthetic_result  # noqa: E402
from page.run import run_page  # noqa: E402
from page.style import DARK, LIGHT  # noqa: E402
from page.sweep import sweep_page  # noqa: E402

SKIPPED = 77
WIDTHS = (1280, 400)
PAPER = 718  # A4 less the margins, at 96 pixels an inch
SCHEMES = {"light": LIGHT, "dark": DARK}
TROUBLE = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
SETTLED = "new Promise(done => setTimeout(done, 400))"  # scrolling is smooth
FOCUSABLE = "a[href], [tabindex='0']"
WHAT_IS_WIDE = """[...document.querySelectorAll('body *')].filter(one =>
  one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, pre, svg, .skip'))
  .map(one => one.tagName + ' ' + one.className)"""
WHAT_IS_OFF_PAPER = """[...document.querySelectorAll('table, pre, svg')].filter(one =>
  one.getBoundingClientRect().right > innerWidth + 1).map(one => one.textContent.slice(0, 40))"""
PICTURES = """[...document.querySelectorAll('svg')].map(one => { const box = one.getBoundingClientRect();
  return {left: box.left, right: box.right, width: box.width, height: box.height,
          seen: one.checkVisibility({opacityProperty: true, visibilityProperty: true})} })"""
LETTERS = """[...document.querySelectorAll('svg text')].map(one => {
  const box = one.getBoundingClientRect(), all = one.closest('svg').getBoundingClientRect();
  return {text: one.textContent, fill: getComputedStyle(one).fill, height: box.height,
          inside: box.left >= all.left - 1.5 && box.right <= all.right + 1.5} })"""
WIDE = "[...document.querySelectorAll('.scroll')].find(one => one.scrollWidth > one.clientWidth + 50)"
STYLE = "getComputedStyle(document.querySelector('%s')).%s"
FOCUSED = """(() => { const one = document.activeElement, style = getComputedStyle(one);
  return {index: [...document.querySelectorAll(%r)].indexOf(one), outline: parseFloat(style.outlineWidth),
          style: style.outlineStyle, onScreen: one.getBoundingClientRect().right > 0} })()""" % FOCUSABLE


def hexadecimal(colour):
    """rgb(1, 2, 3) as #010203"""
    return "#" + "".join(f"{int(part):02x}" for part in colour[4:-1].split(","))


class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        synthetic_result.write(cls.folder / "run.h5")
        merged_sweep.write(cls.folder / "sweep.h5")
        cls.pages = {"run": cls.written("run", run_page(cls.folder / "run.h5", "run")),
                     "sweep": cls.written("sweep", sweep_page(cls.folder / "sweep.h5", "sweep"))}
        cls.browser = cls.enterClassContext(chromium.Chromium())

    @classmethod
    def written(cls, name, text):
        path = cls.folder / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        return path.as_uri()

    def everywhere(self, check):
        """check(tab, width, scheme) for every page, width and scheme."""
        for (name, url), width, scheme in itertools.product(self.pages.items(), WIDTHS, SCHEMES):
            with self.subTest(page=name, width=width, scheme=scheme):
                check(self.browser.open(url, width, scheme=scheme), width, scheme)

    def trouble(self, tab):
        return [event for event in tab.events if event["method"] in TROUBLE]

    def requests(self, tab):
        return [event["params"]["request"]["url"] for event in tab.events
                if event["method"] == "Network.requestWillBeSent"]

    def check_quiet(self, tab, _width, _scheme):
        self.assertEqual(self.trouble(tab), [])
        self.assertEqual(self.requests(tab), [tab.value("location.href")])

    def check_width(self, tab, width, _scheme):
        self.assertEqual(tab.value("innerWidth"), width)
        self.assertLessEqual(tab.value("document.documentElement.scrollWidth"), width)
        self.assertEqual(tab.value(WHAT_IS_WIDE), [])

    def check_pictures(self, tab, width, scheme):
        pictures = tab.value(PICTURES)
        self.assertGreater(len(pictures), 5)
        for picture in pictures:
            self.assertTrue(picture["seen"] and picture["left"] >= 0 and picture["right"] <= width, picture)
            self.assertTrue(picture["width"] >= 280 and picture["height"] >= 60, picture)
        page = hexadecimal(tab.value(STYLE % ("body", "backgroundColor")))
        self.assertEqual(page, SCHEMES[scheme]["page"])
        for letters in tab.value(LETTERS):
            self.assertTrue(letters["inside"], letters)
            self.assertGreaterEqual(letters["height"], 9, letters)
            self.assertGreaterEqual(page_rules.contrast(hexadecimal(letters["fill"]), page), 4.5, letters)

    def check_keyboard(self, tab, _width, _scheme):
        count = tab.value(f"document.querySelectorAll({FOCUSABLE!r}).length")
        self.assertGreater(count, 10)
        for index in range(count):
            tab.press("Tab", 9)
            focused = tab.value(FOCUSED)
            self.assertEqual(focused["index"], index)
            self.assertTrue(focused["outline"] >= 2 and focused["style"] != "none", focused)
            self.assertTrue(focused["onScreen"], focused)

    def test_no_console_error_and_no_request(self):
        self.everywhere(self.check_quiet)

    def test_nothing_is_wider_than_the_window(self):
        self.everywhere(self.check_width)

    def test_pictures_are_seen(self):
        self.everywhere(self.check_pictures)

    def test_the_keyboard_reaches_all(self):
        self.everywhere(self.check_keyboard)

    def test_a_focused_table_scrolls(self):
        tab = self.browser.open(self.pages["run"], 400)
        tab.value(f"window.wide = {WIDE}; wide.focus()")
        for _ in range(3):
            tab.press("ArrowRight", 39)
        tab.call("Runtime.evaluate", expression=SETTLED, awaitPromise=True)
        self.assertGreater(tab.value("wide.scrollLeft"), 20)

    def test_the_first_link_skips_to_the_results(self):
        tab = self.browser.open(self.pages["run"])
        tab.press("Tab", 9)
        tab.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", text="\r",
                 windowsVirtualKeyCode=13)
        self.assertEqual(tab.value("document.activeElement.id"), "main")

    def test_readers_of_screens_get_names(self):
        for name, url in self.pages.items():
            tab = self.browser.open(url)
            nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
            found = {}
            for node in nodes:
                if not node.get("ignored"):
                    found.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
            for role in ("banner", "navigation", "main", "contentinfo"):
                self.assertEqual(len(found.get(role, [])), 1, (name, role))
            pictures = found.get("image", []) + found.get("img", [])
            self.assertEqual(len(pictures), tab.value("document.querySelectorAll('svg').length"))
            for role in ("table", "region", "columnheader", "rowheader"):
                self.assertIn(role, found, name)
            self.assertTrue(all(pictures + found["table"] + found["region"]), name)

    def test_paper_is_white_and_shows_all(self):
        for url in self.pages.values():
            tab = self.browser.open(url, PAPER, scheme="dark", media="print")
            self.assertEqual(tab.value(WHAT_IS_OFF_PAPER), [])
            self.assertEqual(hexadecimal(tab.value(STYLE % ("body", "backgroundColor"))), "#ffffff")
            self.assertEqual(tab.value(STYLE % (".scroll", "overflowX")), "visible")
            self.assertEqual(tab.value(STYLE % ("nav", "display")), "none")
            paper = base64.b64decode(tab.call("Page.printToPDF")["data"])
            self.assertEqual(paper[:5], b"%PDF-")

    def test_a_bad_page_is_seen(self):
        bad = ("<!doctype html><body><svg width=900 height=20></svg><div style='width:2000px'>wide</div>"
               "<img src='http://localhost:9/x.png'><script>console.error('x'); nothing()</script>")
        tab = self.browser.open(self.written("bad", bad), 400)
        self.assertGreaterEqual(len(self.trouble(tab)), 2)
        self.assertEqual(len(self.requests(tab)), 2)
        self.assertGreater(len(tab.value(WHAT_IS_WIDE)), 0)
        self.assertGreater(tab.value(PICTURES)[0]["right"], 400)


def picture(page, file):
    """The top of a page, as the README shows it."""
    with chromium.Chromium() as browser:
        tab = browser.open(pathlib.Path(page).resolve().as_uri(), 1100, 900)
        data = tab.call("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(file).write_bytes(base64.b64decode(data))


if __name__ == "__main__":
    if chromium.program() is None:
        print("skipped: no chromium on this machine (Debian's package chromium)")
        sys.exit(SKIPPED)
    if sys.argv[1:2] == ["--picture"]:
        picture(*sys.argv[2:])
    else:
        unittest.main()
