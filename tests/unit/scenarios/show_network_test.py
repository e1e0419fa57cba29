#!/usr/bin/env python3
"""`show NETWORK` from the command line: JSON that adds up, a picture, and answers to wrong words.

usage: show_network_test.py PROGRAM
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

PROGRAM = os.path.abspath(sys.argv.pop(1))


def show(*words):
    return subprocess.run([PROGRAM, "show", *words], capture_output=True, text=True, check=False)


class ShowNetwork(unittest.TestCase):
    def test_layers_add_up(self):
        network = json.loads(show("b_alexnet", "--json").stdout)
        self.assertEqual(network["macs"], sum(layer["macs"] for layer in network["layers"]))
        self.assertEqual(network["peak_bytes"], max(layer["live_bytes"] for layer in network["layers"]))
        self.assertEqual(3, len(network["exits"]))
        names = {layer["name"] for layer in network["layers"]}
        self.assertTrue(all(source in names for layer in network["layers"] for source in layer["inputs"]))

    def test_scales(self):
        half, whole = (json.loads(show(name, "--json").stdout) for name in ("resnet8:width=0.5", "resnet8"))
        self.assertEqual("resnet8:width=0.5", half["name"])
        self.assertLess(half["macs"], whole["macs"] / 3)

    def test_cuts_on_devices(self):
        words = ("--device", "raspberry-pi-4", "--device", "tesla-v100", "--radio", "lte", "--json")
        cuts = json.loads(show("resnet18", *words).stdout)
        near, far = cuts["devices"]
        self.assertEqual((near["device"], cuts["radios"][0]["radio"]), ("raspberry-pi-4", "lte"))
        lengths = {len(cuts["bytes"]), len(near["joules_before"]), len(far["seconds_behind"])}
        self.assertEqual({len(cuts["after"])}, lengths)
        self.assertEqual(cuts["bytes"][0], 3 * 224 * 224)
        self.assertEqual(cuts["macs_before"][-1], json.loads(show("resnet18", "--json").stdout)["macs"])
        self.assertGreater(near["seconds_before"][-1], far["seconds_behind"][0])

    def test_a_picture_is_well_formed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "net.svg")
            result = show("camera_cnn", "--out", path)
            self.assertEqual(0, result.returncode, result.stderr)
            self.assertIn("picture: " + path, result.stdout)
            boxes = xml.etree.ElementTree.parse(path).getroot().findall(".//*[@class='box conv']")
            self.assertEqual(3, len(boxes))

    def test_a_file(self):
        corpus = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../fuzz/corpus")
        for file in ("onnx/image.onnx", "ncnn/small.param"):
            result = show(os.path.join(corpus, file), "--json")
            self.assertEqual(0, result.returncode, result.stderr)
            self.assertGreater(json.loads(result.stdout)["macs"], 0)

    def test_wrong_words(self):
        for words, answer in [
            (["resnet5O"], "did you mean 'resnet50'?"),
            (["lenet:depth=2"], "depth"),
            (["lenet", "--set", "a=b"], "--set is for a SCENARIO"),
            (["lenet", "--out", "/nowhere/net.svg"], "/nowhere/net.svg"),
            (["nothing.lua"], "nothing.lua"),
            (["nothing.onnx"], "cannot read 'nothing.onnx'"),
            (["lenet", "--device", "raspberry-pi-44"], "did you mean 'raspberry-pi-4'?"),
            (["nothing.lua", "--device", "raspberry-pi-4"], "--device is for the cuts of a NETWORK"),
            (["nothing.lua", "--json"], "--json is for a NETWORK"),
        ]:
            result = show(*words)
            self.assertEqual(2, result.returncode, words)
            self.assertIn(answer, result.stderr)


if __name__ == "__main__":
    unittest.main()
