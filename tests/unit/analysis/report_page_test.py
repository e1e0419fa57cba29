"""The page of a run and of a sweep: whole, readable for everybody, offline, and it says what the file
says."""
import contextlib
import io
import pathlib
import re
import sys
import tempfile
import unittest

import h5py

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT / "analysis"), str(pathlib.Path(__file__).resolve().parent)]
import merged_sweep  # noqa: E402
import page_rules  # noqa: E402
import report  # noqa: E402
import synthetic_result  # noqa: E402
from page import charts, markup, scales, style  # noqa: E402
from page.run import panel, run_page  # noqa: E402


def reported(*arguments):
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
        status = report.main([str(argument) for argument in arguments])
    return status, errors.getvalue()


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def page_of(self, path):
        self.assertEqual(reported(path, "--out", self.folder / "page"), (0, ""))
        return (self.folder / "page/merged.html").read_text(encoding="utf-8")

    def swept(self, **options):
        file = self.folder / "merged.h5"
        merged_sweep.write(file, **options)
        return file


class Rules(unittest.TestCase):
    """The rules see what is wrong."""
    GOOD = markup.document("t", "", [markup.section("s", markup.figures([markup.figure(
        charts.bars("b", [charts.Bar("x", 1.0)]))]) + markup.table("c", ["a"], [["b"]])
        + markup.text_block("l", "text"))], "made")

    def test_a_good_page(self):
        self.assertEqual(page_rules.broken(self.GOOD), [])

    def test_every_rule_can_fail(self):
        changes = {"</section>": "", "<h2": "<h4", "<desc": "<x", "<caption": "<x", ' scope="col"': "",
                   'tabindex="0"': "", 'id="main"': "", "<main": "<div", ' lang="en"': "",
                   'role="img"': "", "</style>": "b{background:url(x.png)}</style>",
                   "</nav>": '<img src="http://x/y.png" alt="">', "</header>": "<script></script></header>",
                   "--text:#1c2127": "--text:#999999", "--series-0:#4da3df": "--series-0:#222222",
                   "@media screen and (prefers-color-scheme:dark)": "@media print"}
        for old, new in changes.items():
            self.assertTrue(old in self.GOOD, old)
            self.assertNotEqual(page_rules.broken(self.GOOD.replace(old, new)), [], old)

    def test_contrast_by_hand(self):
        self.assertAlmostEqual(page_rules.contrast("#000000", "#ffffff"), 21.0)
        self.assertAlmostEqual(page_rules.contrast("#777777", "#ffffff"), 4.48, delta=0.005)

    def test_both_schemes_have_the_same_colours(self):
        self.assertEqual(style.LIGHT.keys(), style.DARK.keys())


class RunPage(InFolder):
    def page(self, **attributes):
        file = self.folder / "run.h5"
        synthetic_result.write(file)
        with h5py.File(file, "a") as data:
            data.attrs.update(attributes)
        return run_page(file, "six_levels")

    def test_rules(self):
        self.assertEqual(page_rules.broken(self.page()), [])

    def test_says_what_the_file_says(self):
        page = self.page(scenario_source="local a = '<&>'")
        for expected in ("six_levels", "assumed", "6 &lt;b&gt; 0", "not reached", "L6: all_device",
                         "request latency p99", "final accuracy", "local a = &#x27;&lt;&amp;&gt;&#x27;",
                         "a = 1", "provenance: host", "pairs that changed places"):
            self.assertTrue(expected in page, expected)
        reader = page_rules.read(page)
        titles = [one["text"] for one in page_rules.of(reader, "h2")]
        for section in ("Indicators", "Learning", "Indicators as numbers", "Rankings", "Provenance",
                        "Scenario"):
            self.assertIn(section, titles)

    def test_a_picture_an_indicator(self):
        pictures = page_rules.of(page_rules.read(self.page()), "svg")
        titles = [page_rules.text_of(one, "title") for one in pictures]
        self.assertIn("request latency: p50, p99 [ms]", titles)
        self.assertIn("accuracy over simulated time", titles)
        self.assertEqual(len(titles), len(set(titles)))
        self.assertIn("cloud: 0.802", page_rules.text_of(pictures[0], "desc"))

    def test_other_networks_are_marks(self):
        row = {"strategy": "a", "kpi": "loss", "title": "final loss", "unit": "nat"}
        rows = [{**row, "network": name, "mean": mean} for name, mean in (("ns3", 2.0), ("recorded", 4.0))]
        drawn = panel(rows, ["ns3", "fluid", "recorded"])  # fluid has no value
        bar = re.search(r'<rect class="solid" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
        mark = re.search(r'<circle class="mark" cx="([\d.]+)"', drawn)  # the second shape, for the second
        self.assertEqual(drawn.count('class="mark"'), 1)
        left = float(bar[1])
        self.assertAlmostEqual((float(mark[1]) - left) / float(bar[2]), 2, delta=0.01)

    def test_odd_names_and_values(self):
        odd = (float("nan"), float("inf"), -float("inf"), -3.0, 0.0, 1e-300, 1e300, 5e-324)
        file = self.folder / "run.h5"
        synthetic_result.write(file)
        with h5py.File(file, "a") as data:
            summary = data["summary"]
            names = ["a" * 300, "<script>alert(1)</script>", '"\'&', "ü" * 40, " ", "", "-"]
            summary["strategy"][...] = [names[i % 7] for i in range(len(summary["strategy"]))]
            for column in ("mean", "ci_low", "ci_high"):
                count = len(summary[column])
                summary[column][...] = [odd[(i * i + len(column)) % len(odd)] for i in range(count)]
        page = run_page(file, "</title><b>")
        self.assertEqual(page_rules.broken(page), [])
        self.assertEqual(re.findall(r"\bnan\b|\binf\b", page), [])

    def test_incomplete_is_said(self):
        self.assertTrue("incomplete" in self.page(complete=0))
        self.assertFalse("incomplete" in self.page(complete=1))

    def test_long_tables_are_cut_and_say_so(self):
        cut = markup.table("c", ["n"], [[str(i)] for i in range(500)])
        self.assertEqual(cut.count("<tr>"), 201)
        self.assertTrue("c. The first 200 of 500 rows; the file has them all.</caption>" in cut)
        self.assertFalse("The first" in markup.table("c", ["n"], [["1"]] * 200))


class SweepPage(InFolder):
    def test_rules(self):
        for options in ({}, {"one_cell": True}, {"failed": ()}, {"complete": 0}):
            self.assertEqual(page_rules.broken(self.page_of(self.swept(**options))), [], options)

    def test_a_folder_is_its_merged_file(self):
        page = self.page_of(self.swept())
        names = re.compile(r'(id|href|aria-labelledby)="[^"]*"')
        self.assertTrue(names.sub("", page) == names.sub("", self.page_of(self.folder)))

    def test_says_what_the_file_says(self):
        page = self.page_of(self.swept())
        for expected in ("2 points failed", "out of &lt;memory&gt;", "106 points", "rate (3 values)",
                         "rate [Mbit/s]", "network ns3, radio lte", "comparisons were tested", "Holm",
                         "edge/device in 1", "may be chance", "differs", "not tested", "edge - cloud",
                         "name = &#x27;&lt;b&gt;&#x27;"):
            self.assertTrue(expected in page, expected)
        self.assertFalse("points failed" in self.page_of(self.swept(failed=())))

    def test_one_cell_has_bars(self):
        page = self.page_of(self.swept(one_cell=True))
        self.assertTrue("swept: nothing" in page and "<rect" in page)

    def test_what_tells_no_strategies_apart_comes_last(self):
        file = self.swept()
        with h5py.File(file, "a") as data:
            same = data["summary/kpi"].asstr()[()] == "latency_p50"
            data["summary/mean"][...] = [cell if equal else mean for cell, equal, mean in
                                         zip(data["summary/cell"][()], same, data["summary/mean"][()])]
        elements = page_rules.of(page_rules.read(self.page_of(file)), "h2", "h3")
        self.assertEqual([one["text"] for one in elements][1:7],
                         ["Indicators", "energy/device", "final accuracy", "The same for all strategies",
                          "request latency p50", "Differences"])
        self.assertFalse("The same for all" in self.page_of(self.swept()))

    def test_drawn_cells_have_a_picture_a_parameter(self):
        file = self.swept()
        with h5py.File(file, "a") as data:
            count = len(data["cells/rate"])
            data["cells/rate"][...] = [1e6 * 1.3 ** i for i in range(count)]
            data["cells/radio"][...] = [f"radio {i}" for i in range(count)]
        page = self.page_of(file)
        self.assertTrue("drawn together" in page and "over rate [Mbit/s]" in page and "over radio" in page)
        self.assertFalse("<polyline" in page)

    def test_bad_input(self):
        file = self.swept()
        nothing = self.folder / "nothing"
        nothing.mkdir()
        cases = [((nothing,), "merged.h5"), ((file, "--picture", self.folder / "a.png"), "--picture")]
        for arguments, text in cases:
            status, errors = reported(*arguments)
            self.assertEqual(status, 2)
            self.assertIn(text, errors)
        for table in ("summary", "cells"):
            merged_sweep.write(file)
            with h5py.File(file, "a") as data:
                del data[table]
            status, errors = reported(file)
            self.assertEqual((status, len(errors.splitlines())), (2, 1), errors)
        self.assertEqual([path.name for path in self.folder.iterdir() if path.suffix != ".h5"], ["nothing"])

    def test_nothing_half_written(self):
        file = self.swept()
        (self.folder / "merged.html").mkdir()  # in the way
        status, _ = reported(file)
        self.assertEqual(status, 2)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["merged.h5", "merged.html"])


class Charts(unittest.TestCase):
    def test_ticks(self):
        self.assertEqual(scales.round_ticks(0, 1), [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0])
        self.assertEqual(scales.log_ticks(0.01, 1000), [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0][::2])
        self.assertEqual(len(scales.log_ticks(2.0, 3.0)), 2)

    def test_places(self):
        axis = scales.from_zero([1.0, 4.0], 0, 100)
        self.assertEqual([axis.at(value) for value in (0, 1, 4)], [0, 25, 100])
        axis = scales.from_zero([0.01, 100.0], 0, 100)
        self.assertTrue(axis.log and 0 < axis.at(0.01) < 25 and axis.at(100.0) == 100)
        self.assertTrue(scales.around([-1.0, 2.0], 0, 1, zero=True).at(0) > 0)

    def test_lengths_are_the_values(self):
        drawn = charts.bars("t", [charts.Bar("a", 1.0), charts.Bar("b", 2.0)])
        widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', drawn)]
        self.assertAlmostEqual(widths[1] / widths[0], 2, delta=0.01)

    def test_what_is_no_number_is_said_and_not_drawn(self):
        drawn = charts.bars("t", [charts.Bar("a", float("nan")), charts.Bar("b", 2.0)])
        self.assertIn("not reached", drawn)
        self.assertNotIn("nan", drawn)
        drawn = charts.curves("t", "x", {"a": [charts.Point(1, float("nan")), charts.Point(2, 3.0)], "b": []})
        self.assertNotIn("nan", drawn)

    def test_numbers_stay_inside(self):
        for scale in (1e-4, 1.0, 2000.0, 123456.0, 3e7):
            series = {"a": [charts.Point(scale, scale), charts.Point(2 * scale, 2 * scale)]}
            for drawn in (charts.curves("t", "x", series), charts.bars("t", [charts.Bar("a", scale)]),
                          charts.intervals("t", [("a", series["a"][0])])):
                for x, anchor, words in re.findall(r'<text x="([\d.-]+)" y="[\d.]+" text-anchor="(\w+)"'
                                                   r' class="quiet">([\d.e+-]+)<', drawn):
                    wide = charts.DIGIT * len(words)
                    left = float(x) - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
                    self.assertTrue(left >= -0.1 and left + wide <= charts.WIDTH + 0.1, (x, anchor, words))

    def test_ticks_are_the_values_of_x_where_these_are_few(self):
        def ticks(places):
            drawn = charts.curves("t", "x", {"a": [charts.Point(x, 1.0) for x in places]})
            return re.findall(r'text-anchor="middle" class="quiet">([\d.]+)<', drawn)
        self.assertEqual(ticks([0.95, 0.5, 0.8]), ["0.5", "0.8", "0.95"])
        self.assertEqual(ticks([1, 2, 4, 8, 16, 32, 64, 128]), ["1", "2", "4", "8", "16", "32", "64", "128"])
        self.assertEqual(ticks([i + 0.5 for i in range(9)]), ["0", "2", "4", "6", "8"])
        self.assertEqual(ticks([0.5, 0.5001, 1]), ["0.5", "0.6", "0.7", "0.8", "0.9", "1"])

    def test_more_series_than_colours(self):
        series = {f"strategy {i}": [charts.Point(0, i), charts.Point(1, i + 1)]
                  for i in range(style.SERIES + 1)}
        drawn = charts.curves("t", "x", series)
        self.assertEqual(drawn.count("<polyline"), style.SERIES + 1)
        self.assertIn("stroke-dasharray", drawn)


if __name__ == "__main__":
    unittest.main()
