"""Checks the layers of the source tree by its #include lines, the walls around third parties, and
that no committed file names an absolute path of somebody's machine.

    layers_test.py ROOT          prints each violation as FILE:LINE: reason; exit status 1 if any
    layers_test.py --self-test   shows on trees made for it that each kind of violation is found
"""
import pathlib
import re
import sys
import tempfile

FOLDERS = ("sim", "kernels", "models", "network", "policies", "analysis", "scenarios", "tests")
ALLOWED = {
    "sim": {"sim"},
    "kernels": {"kernels"},
    "network": {"network", "sim"},
    "models": {"models", "kernels", "sim"},
    "policies": {"policies", "models", "network", "sim"},
    "analysis": {"analysis", "sim"},
    "scenarios": set(FOLDERS) - {"tests"},
    "tests": set(FOLDERS),
}
OF_SIM_FOR_ANALYSIS = ("sim/recorder.hpp", "sim/error.hpp")
BACKENDS = ("network/fluid/", "network/ns3/", "network/recorded/")
# (pattern of the header, where it may be included, name)
WALLS = (
    (re.compile(r"lua(lib|xlib|conf)?\.(h|hpp)|lauxlib\.h"), ("scenarios/", "tests/"), "Lua"),
    (re.compile(r"ns3/.*"), ("network/ns3/", "tests/"), "ns-3"),
    (re.compile(r"hdf5(_hl)?\.h|H5.*"), ("analysis/", "tests/"), "HDF5"),
    (re.compile(r"cuda.*|cublas.*|cudnn.*"), ("kernels/cuda/",), "CUDA"),
    (re.compile(r"boost/(?!math/).*"), ("models/", "tests/"), "Boost"),
    (re.compile(r"boost/math/.*"), ("models/", "scenarios/host/intervals", "tests/"), "Boost.Math"),
    (re.compile(r"[Ee]igen.*|unsupported/Eigen/.*"), ("models/", "tests/"), "Eigen"),
    (re.compile(r"xsimd/.*"), ("kernels/", "tests/"), "xsimd"),
    (re.compile(r"google/protobuf/.*|.*\.pb\.h"), ("models/onnx", "tests/"), "protobuf"),
    (re.compile(r"simgrid/.*"), ("tests/",), "SimGrid"),
)
STANDARD_ONLY = ("sim/", "kernels/")
SYSTEM_HEADER = re.compile(r"[a-z_0-9]+|(sys|linux|asm|arpa|netinet)/[a-z_0-9]+\.h|[a-z_0-9]+\.h")
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
SOURCES = (".hpp", ".cpp", ".h", ".cc", ".cu")
TEXTS = SOURCES + (".py", ".lua", ".txt", ".cmake", ".json", ".md", ".toml", ".ipynb", ".csv",
                   ".sh", "")
MACHINE_PATH = re.compile(r"(?<![\w./$}~-])/(work|home|root|Users|mnt|scratch)/[\w.-]+")
SKIPPED = re.compile(r"(^|/)(\.git|build[^/]*|install|__pycache__|\.ipynb_checkpoints|shared)(/|$)")


def files(root, endings, folders=None):
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if SKIPPED.search(name) or not path.is_file() or path.suffix not in endings:
            continue
        if folders is None or name.split("/")[0] in folders:
            yield name, path


def own_violation(name, header):
    folder, target = name.split("/")[0], header.split("/")[0]
    if target in FOLDERS and target not in ALLOWED[folder]:
        return f"{folder}/ must not include {target}/ ({header})"
    if folder == "analysis" and target == "sim" and header not in OF_SIM_FOR_ANALYSIS:
        return f"analysis/ may include of sim/ only recorder.hpp and error.hpp ({header})"
    if folder == "policies" and header.startswith(BACKENDS):
        return f"policies/ must not know which backend runs ({header})"
    if target in FOLDERS and ".." in header:
        return f"includes are from the root of the tree ({header})"
    return None


def wall_violation(name, header):
    for pattern, places, party in WALLS:
        if pattern.fullmatch(header):
            if not name.startswith(places):
                return f"{party} is included only in {', '.join(places)} ({header})"
    return None


def foreign_violation(name, header, bracket):
    if bracket != "<" or not name.startswith(STANDARD_ONLY) or name.startswith("kernels/cuda/"):
        return None
    simd = header.startswith("xsimd/") and name.startswith("kernels/")
    if not simd and not SYSTEM_HEADER.fullmatch(header):
        return f"{name.split('/')[0]}/ builds on the standard library alone ({header})"
    return None


def include_violations(root):
    for name, path in files(root, SOURCES, FOLDERS):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            bracket, header = found.groups()
            reason = (own_violation(name, header) or wall_violation(name, header)
                      or foreign_violation(name, header, bracket))
            if reason:
                yield f"{name}:{number}: {reason}"


def path_violations(root):
    for name, path in files(root, TEXTS):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            found = MACHINE_PATH.search(line)
            if found:
                yield f"{name}:{number}: path of a machine: {found.group()}"


def violations(root):
    root = pathlib.Path(root)
    if not (root / "sim").is_dir():
        return [f"{root}: no folder sim/ here, so nothing was checked"]
    return [*include_violations(root), *path_violations(root)]


def self_test():
    machine = "/".join(("", "work", "main"))
    bad = {
        "sim/a.hpp": '#include "models/graph.hpp"',
        "sim/b.hpp": "#include <Eigen/Dense>",
        "kernels/a.cpp": '#include "sim/engine.hpp"',
        "models/a.cpp": '#include "network/network.hpp"',
        "network/a.cpp": '#  include "models/graph.hpp"',
        "network/b.hpp": "#include <ns3/simulator.h>",
        "policies/a.cpp": '#include "network/ns3/backend.hpp"',
        "policies/b.cpp": '#include "analysis/hdf5_sink.hpp"',
        "analysis/a.cpp": '#include "sim/engine.hpp"',
        "scenarios/a.cpp": "#include <hdf5.h>",
        "models/b.cpp": "#include <lua.hpp>",
        "tests/a.txt": f"reads {machine}/data",
    }
    good = {
        "sim/a.hpp": "#include <vector>\n#include <sys/types.h>",
        "kernels/a.cpp": "#include <xsimd/xsimd.hpp>",
        "network/ns3/a.cpp": '#include <ns3/simulator.h>\n#include "sim/engine.hpp"',
        "models/a.cpp": "#include <boost/graph/adjacency_list.hpp>",
        "policies/a.cpp": '#include "models/graph.hpp"\n#include "network/network.hpp"',
        "analysis/a.cpp": '#include <hdf5.h>\n#include "sim/recorder.hpp"',
        "scenarios/a.cpp": '#include <lua.hpp>\n#include "policies/place.hpp"',
        "tests/a.cpp": '#include "scenarios/a.hpp" // see /usr/share/doc and a/work/flow',
    }
    failures = 0
    for name, text in [*bad.items(), *good.items()]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            (pathlib.Path(folder) / "sim").mkdir()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + "\n", encoding="utf-8")
            found = violations(folder)
            expected = 0 if good.get(name) == text else 1
            if len(found) != expected:
                failures += 1
                print(f"self-test: {name} [{text!r}]: expected {expected}, found {found}")
    print(f"self-test: {len(bad) + len(good)} trees, {failures} wrong")
    return 1 if failures else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    found = violations(sys.argv[1] if len(sys.argv) > 1 else ".")
    print("\n".join(found) if found else "layers: no violation")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
