"""The text of a device file."""
import algorithm_costs
import deepbench_source
import mlperf_source
import processors
import vidur_source
from fitting import fit, number

HEADER = "# Written by models/fit/fit_devices.py from models/fit/facts/: edit those."


def toml_value(value):
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return str(value) if isinstance(value, int) else number(value)


def table(header, group):
    return [header] + [f"{key} = {toml_value(value)}" for key, value in group.items()] + [""]


def print_row(processor, quality):
    print(f"  {processor['name']:7} n {quality['n']:3}  in sample {quality['in_sample_mape']:.1%}  "
          f"held out {quality['held_out_mape']:.1%}  rmspe {quality['held_out_rmspe']:.1%}  "
          f"within 10 % {quality['held_out_within_10_percent']:.0%}  "
          f"bias {quality['held_out_bias']:+.1%}  noise {quality['noise_relative']:.1%}")


def batch_group(data, facts, processor):
    if processor["fit"]["kind"] != "vidur":
        return deepbench_source.batch_group(data, facts, processor)
    share = vidur_source.ceiling(data, processor["peak"]["flops"])
    return {"ceiling": float(number(share)), "provenance": "calibrated",
            "source": "median share of the peak of products with 2048 tokens or more, Vidur H100"}


def processor_text(data, facts, device, processor, samples_of):
    whole = processors.completed(data, device, facts, processor)
    samples = samples_of[whole["fit"]["kind"]](data, whole["fit"], whole)
    coefficients, quality = fit(samples, whole, facts["floor"])
    print_row(whole, quality)
    plain = ("name", "kind", "threads", "precision", "clusters")
    lines = table("[[processor]]", {key: whole[key] for key in plain if key in whole})
    for name, group in (("peak", whole["peak"]), ("power", whole["power"]),
                        ("batch", batch_group(data, facts, whole)),
                        ("coefficients", coefficients), ("residual", quality)):
        lines += table(f"[processor.{name}]", group)
    if whole["fit"]["kind"] == "ncnn" and whole["kind"] == "cpu":
        lines += table("[processor.algorithms]", algorithm_costs.group(data, whole["fit"]))
    if whole["fit"]["kind"] == "mlperf":
        lines += table("[processor.energy]", mlperf_source.energy_group(data, whole["fit"]))
    for point in whole.get("point", []):
        lines += table("[[processor.point]]", processors.point_group(data, point))
    return lines


def cluster_lines(device):
    lines, source = [], device.get("clusters_source", "heading of the ncnn table")
    provenance = "assumed" if "remembered" in source or "taken as" in source else "published"
    for one in device.get("clusters", []):
        group = {"name": one["name"], "core": one["core"], "cores": one["cores"],
                 "clock_hertz": one["ghz"] * 1e9, "provenance": provenance, "source": source}
        lines += table("[[cluster]]", group)
    return lines


def device_text(data, facts, device, samples_of):
    print(device["name"])
    lines = [HEADER, ""]
    lines += [f"{key} = {toml_value(device[key])}" for key in ("name", "class", "description")] + [""]
    lines += table("[memory]", device["memory"]) + table("[power]", device["power"])
    for state in device.get("state", []):
        lines += table("[[state]]", state)
    lines += cluster_lines(device)
    lines += table("[training]", deepbench_source.training_group(data, device))
    for processor in device["processor"]:
        lines += processor_text(data, facts, device, processor, samples_of)
    return "\n".join(lines)
