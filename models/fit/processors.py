"""Peak, power and operating points of a processor, from the clusters that its threads run on."""
import copy
import statistics

import mlperf_source
import tiny_source
from fitting import number


def busy(device, processor):
    """[(cluster, cores of it in use)]: threads fill the named clusters in order."""
    left, used = processor["threads"], []
    for name in processor["clusters"]:
        cluster = next(one for one in device["clusters"] if one["name"] == name)
        cores = min(left, cluster["cores"])
        used.append((cluster, cores))
        left -= cores
    return [(cluster, cores) for cluster, cores in used if cores]


def rate(facts, used, precision):
    return sum(cores * cluster["ghz"] * 1e9 * facts["core"][cluster["core"]][precision]
               for cluster, cores in used)


def bytes_of(precision):
    return {"fp32": 4, "fp16": 2, "int8": 1}[precision]


def cpu_peak(device, facts, processor):
    cpu, used = device["cpu"], busy(device, processor)
    words = " + ".join(f"{cores} x {cluster['core']} at {cluster['ghz']} GHz x "
                       f"{facts['core'][cluster['core']][processor['precision']]}"
                       for cluster, cores in used)
    return {"flops": float(number(rate(facts, used, processor["precision"]))),
            "bytes_per_second": cpu["bytes_per_second"],
            "bytes_per_element": bytes_of(processor["precision"]), "provenance": "assumed",
            "source": f"remembered operations per cycle: {words}; {cpu['bandwidth']}"}


def cpu_power(data, device, facts, processor):
    """All cores busy is stated; fewer take their share, by peak, of what lies above idle."""
    cpu, precision = device["cpu"], processor["precision"]
    everything = [(one, one["cores"]) for one in device["clusters"]]
    share = rate(facts, busy(device, processor), precision) / rate(facts, everything, precision)
    whole = power_group(data, cpu["power"])
    if share > 0.999:
        return whole
    idle = device["power"]["idle_watts"]
    return {"load_watts": float(number(idle + (whole["load_watts"] - idle) * share)),
            "provenance": "assumed",
            "source": f"share of the load above idle in proportion to the peak of the busy cores; all busy "
                      f"{number(whole['load_watts'])} W ({whole['provenance']}: {whole['source']})"}


def mlperf_power(data, spec):
    return {"load_watts": float(number(mlperf_source.watts(data, spec))), "provenance": "measured",
            "source": mlperf_source.MLPERF.format(system=spec["system"]) + "; median wall power"}


def power_group(data, power):
    if "load_from_tiny" in power:
        watts = tiny_source.watts(data, power["load_from_tiny"])
    elif "load_from_mlperf" in power:
        watts = statistics.median(float(row["avg_power_W"]) for row in data["mlperf"]
                                  if row["system"] == power["load_from_mlperf"] and row["avg_power_W"])
    else:
        return power
    return {"load_watts": float(number(watts)), "provenance": power["provenance"],
            "source": power["source"]}


def point_group(data, point):
    """An operating point; watts and speed may come from MLPerf Tiny."""
    group = {key: point[key] for key in ("name", "clock_hertz", "volts", "load_watts", "speed")
             if key in point}
    if "tiny" in point:
        group["load_watts"] = float(number(tiny_source.watts(data, point["tiny"])))
        group["speed"] = float(number(tiny_source.speed(data, point["tiny"], point["of"])))
    return group | {"provenance": point["provenance"], "source": point["source"]}


def completed(data, device, facts, processor):
    """The processor with the groups that follow from its device's clusters filled in."""
    whole = copy.deepcopy(processor)
    if "peak" not in whole:
        whole["peak"] = cpu_peak(device, facts, processor)
    if processor["fit"]["kind"] == "mlperf":
        whole["power"] = mlperf_power(data, processor["fit"])
    if "power" not in whole:
        whole["power"] = cpu_power(data, device, facts, processor)
    whole["power"] = power_group(data, whole["power"])
    return whole
