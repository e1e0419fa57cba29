"""Networks that the fits describe by themselves, against published multiply-accumulates."""
import importlib.util
import pathlib
import sys

FIT = pathlib.Path(__file__).resolve().parents[3] / "models" / "fit"
sys.path.insert(0, str(FIT))
if importlib.util.find_spec("numpy") is None:
    print("skipped: needs python3-numpy")
    sys.exit(0)

import mlperf_networks
import tiny_networks

# Million MACs. MobileNets: the papers and TensorFlow's tables of them; EfficientNet-lite: README of TensorFlow's
# tpu/models (remembered), which counts 3 to 6 per cent more; MLPerf Tiny: arXiv:2106.07597 and derived by hand.
PUBLISHED = {"mobilenet-v1-1.0-224-quantized": (569, 0.01), "mobilenet-v1-0.25-128-non-quantized": (14, 0.05),
             "mobilenet-v2-1.0-224-quantized": (300, 0.01), "mobilenet-v2-1.4-224-quantized": (582, 0.01),
             "mobilenet-v2-0.35-96-non-quantized": (11, 0.1), "mobilenet-v3-large_224_1.0_float": (217, 0.01),
             "mobilenet-v3-large-minimalistic_224_1.0_float": (209, 0.01),
             "mobilenet-v3-small_224_1.0_float": (57, 0.02), "efficientnet-lite0-quantized": (407, 0.06),
             "efficientnet-lite4-quantized": (2640, 0.06), "resnet50": (4089, 0.001)}
TINY = {"ad": 264192, "ic": 12501632, "kws": 2656768, "vww": 7489664}


def macs(vector):
    return vector[:5].sum()


def main():
    failed = 0
    for name, (published, tolerance) in PUBLISHED.items():
        ours = macs(mlperf_networks.network(name)[2].vector()) / 1e6
        good = abs(ours / published - 1) <= tolerance
        failed += not good
        print(f"{'ok' if good else 'FAIL'}  {name}: {ours:.1f} million MACs, published {published}")
    for name, vector in tiny_networks.networks().items():
        good = macs(vector) == TINY[name]
        failed += not good
        print(f"{'ok' if good else 'FAIL'}  {name}: {macs(vector):.0f} MACs, by hand {TINY[name]}")
    for name, precision in (("mobilenet-v1-0.5-128-non-quantized", "fp32"),
                            ("mobilenet-v1-0.5-128-quantized", "int8"),
                            ("mobilenet-v2-precision_uint8-0.5-128", "int8"),
                            ("efficientnet-fp32-lite0", "fp32")):
        good = mlperf_networks.network(name)[1] == precision
        failed += not good
        print(f"{'ok' if good else 'FAIL'}  {name} is {precision}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
