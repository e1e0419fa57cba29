#!/usr/bin/env python3
"""What a processor without one at hand would make of the NEON tile's inner loop.

    inner_loops.py [--compiler G++] [--llvm DIR] [--peer LIBRARY] [--json]     --json: rows of `lastmile check`

Cross-compiles kernels/conv/tile_neon.cpp with the flags of kernels/CMakeLists.txt, takes the steady-state loop of each
tile from the disassembled object and lets llvm-mca predict its cycles for Cortex-A72 and Neoverse-N1 (also the
core of Cortex-A76). The peak is what the same model gives for 24 independent fmla. --peer names XNNPACK's aarch64
library (libXNNPACK.so.0 of Debian's arm64 package); the main loops of its fp32 GEMM kernels are measured likewise.
Exit status 77 where the cross compiler or LLVM 19 is missing: llvm-mca before 19 has one model for all cores.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

KERNELS = pathlib.Path(__file__).resolve().parent.parent
CORES = ("cortex-a72", "neoverse-n1")
SKIPPED = 77
LEAST_SUMS = 16  # fmla in a loop that counts as an inner loop of a product
PEER_KERNEL = re.compile(r"xnn_f32_i?gemm_minmax_ukernel_(\dx\d+__aarch64\w*)")
BRANCH = re.compile(r"(?:b\.\w+|cbn?z\s+\w+,|tbn?z\s.*,)\s*(0x[0-9a-f]+)")
FMLA = re.compile(r"fmla\s+v\d+\.4s")


def flags():
    text = (KERNELS / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r'set\(flags_neon "([^"]*)"\)', text).group(1).split(";")


def compiled(compiler, folder):
    target = pathlib.Path(folder) / "tile_neon.o"
    command = [compiler, "-std=c++20", "-O3", "-ffp-contract=off", "-w", *flags(), f"-I{KERNELS.parent}",
               "-isystem", "/usr/include", "-c", str(KERNELS / "conv/tile_neon.cpp"), "-o", str(target)]
    subprocess.run(command, check=True)
    return target


def functions(llvm, binary):
    """{name: [(address, instruction), ...]} of the code in a binary; a stripped library is one function."""
    text = subprocess.run([llvm / "llvm-objdump", "-d", "-C", "--no-show-raw-insn", str(binary)],
                          capture_output=True, text=True, check=True).stdout
    found, name = {}, None
    for line in text.splitlines():
        if head := re.match(r"[0-9a-f]+ <(.*)>:", line):
            name = head.group(1)
            found.setdefault(name, [])
        elif name and (one := re.match(r"\s*([0-9a-f]+):\s+(.*)", line)):
            found[name].append((int(one.group(1), 16), re.sub(r"\s*<.*>$", "", one.group(2)).strip()))
    return found


def inner_loops(code):
    """Loops that hold no other: from the target of a backward branch to the branch."""
    places = {address: i for i, (address, _) in enumerate(code)}
    ends = []
    for i, (address, text) in enumerate(code):
        jump = BRANCH.match(text)
        if jump and int(jump.group(1), 16) <= address and int(jump.group(1), 16) in places:
            ends.append((places[int(jump.group(1), 16)], i))
    for first, last in ends:
        if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in ends):
            yield [text for _, text in code[first:last + 1]]


def sums(loop):
    return sum(bool(FMLA.match(text)) for text in loop)


def cycles(llvm, body, core):
    """Predicted cycles of one pass over `body`, branches left out (they are predicted)."""
    passes = 200
    text = "\n".join(one for one in body if not re.match(r"b\.|b\s|cbn?z|tbn?z", one))
    report = subprocess.run([llvm / "llvm-mca", "-mtriple=aarch64", f"-mcpu={core}", f"-iterations={passes}"],
                            input=text, capture_output=True, text=True, check=True).stdout
    return int(re.search(r"Total Cycles:\s+(\d+)", report).group(1)) / passes


def peaks(llvm):
    body = [f"fmla v{i}.4s, v24.4s, v25.4s" for i in range(24)]
    return {core: 24 / cycles(llvm, body, core) for core in CORES}


def rated(llvm, loop, peak):
    shares = {core: sums(loop) / cycles(llvm, loop, core) / peak[core] for core in CORES}
    return {"fmla": sums(loop), "instructions_per_fmla": len(loop) / sums(loop), "share_of_peak": shares}


def own_tiles(llvm, compiler, peak):
    """The steady-state loop of the largest tile of each width: 8 or 16 channels by pixels, all pixels side by side."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, code in functions(llvm, compiled(compiler, folder)).items():
            tile = re.search(r"TileKernel<xsimd::neon64, (\d+), (\d+), (true|false)>::run", name)
            loops = [loop for loop in inner_loops(code) if sums(loop) >= LEAST_SUMS]
            if not tile or not loops:
                continue
            pixels, halves, even = int(tile.group(1)), int(tile.group(2)), tile.group(3) == "true"
            loop = max(loops, key=lambda one: sums(one) / len(one))
            label = f"{pixels} pixels x {8 * halves} channels, {'even' if even else 'listed'}"
            rows.append({"tile": label, "pixels": pixels, "halves": halves, "even": even, **rated(llvm, loop, peak)})
    return sorted(rows, key=lambda row: (row["halves"], row["even"], row["pixels"]))


def largest(rows):
    kinds = {(row["halves"], row["even"]) for row in rows}
    return [max((r for r in rows if (r["halves"], r["even"]) == kind), key=lambda r: r["pixels"])
            for kind in sorted(kinds)]


def peer_loops(llvm, library, peak):
    rows = []
    for name, code in functions(llvm, library).items():
        loops = [loop for loop in inner_loops(code) if sums(loop) >= LEAST_SUMS]
        if PEER_KERNEL.search(name) and loops:
            rows.append({"tile": name, **rated(llvm, max(loops, key=sums), peak)})
    return rows


def claims(answer):
    """What `lastmile check` prints: the largest tile of each kind against nine tenths of the peak."""
    rows = []
    for row in answer["largest"]:
        for core, share in row["share_of_peak"].items():
            peak = answer["fmla_per_cycle_at_peak"][core]
            rows.append({"name": f"{row['tile']}: share of the peak on {core}", "value": share, "bar": ">= 0.9",
                         "holds": share >= 0.9,
                         "reason": f"{answer['model']}; peak {peak:.2f} fmla of 4 floats a cycle"})
    for row in answer["largest"] + answer.get("peer", []):
        rows.append({"name": f"{row['tile']}: instructions for each fmla", "value": row["instructions_per_fmla"],
                     "bar": "", "holds": None, "reason": f"{row['fmla']} fmla in the loop"})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compiler", default="aarch64-linux-gnu-g++")
    parser.add_argument("--llvm", type=pathlib.Path, default=pathlib.Path("/usr/lib/llvm-19/bin"))
    parser.add_argument("--peer", type=pathlib.Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not shutil.which(options.compiler) or not (options.llvm / "llvm-mca").exists():
        print("no aarch64 cross compiler or no LLVM 19", file=sys.stderr)
        return SKIPPED
    peak = peaks(options.llvm)
    rows = own_tiles(options.llvm, options.compiler, peak)
    answer = {"model": "llvm-mca 19", "fmla_per_cycle_at_peak": peak, "tiles": rows, "largest": largest(rows)}
    if options.peer:
        answer["peer"] = peer_loops(options.llvm, options.peer, peak)
    if options.json:
        print(json.dumps(claims(answer)))
        return 0
    print("model: llvm-mca 19; peak in fmla a cycle:", ", ".join(f"{c} {p:.2f}" for c, p in peak.items()))
    for row in rows + answer.get("peer", []):
        shares = "  ".join(f"{core} {share:6.1%}" for core, share in row["share_of_peak"].items())
        print(f"{row['tile']:62} {row['fmla']:3} fmla  {row['instructions_per_fmla']:.2f} instructions each  {shares}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
