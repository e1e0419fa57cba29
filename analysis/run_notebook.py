"""run_notebook.py NOTEBOOK [--pictures DIR]: runs the code cells in order, in the notebook's folder.

With --pictures its figures are stored as DIR/NOTEBOOK_1.png, ...

Needs no Jupyter. Exit status 1 and the failing cell when one raises. Refuses a notebook with stored
outputs: they would be committed.
"""
import argparse
import json
import os
import pathlib
import sys
import traceback


def code_cells(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    if any(cell["outputs"] or cell["execution_count"] for cell in code):
        raise ValueError(f"{path}: has stored outputs; clear them")
    return ["".join(cell["source"]) for cell in code]


def store_figures(name, folder):
    import matplotlib.pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    for number in plt.get_fignums():
        plt.figure(number).savefig(folder / f"{name}_{number}.png", dpi=110)


def run(path, pictures=None):
    names = {"__name__": "__main__"}
    cells = code_cells(path)
    os.chdir(path.parent)
    for number, source in enumerate(cells, 1):
        try:
            exec(compile(source, f"{path.name}, code cell {number}", "exec"), names)
        except Exception:
            traceback.print_exc()
            print(f"{path.name}: code cell {number} of {len(cells)} failed", file=sys.stderr)
            return 1
    if pictures:
        store_figures(path.stem, pictures)
    print(f"{path.name}: {len(cells)} code cells ran")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("MPLBACKEND", "Agg")
    parser = argparse.ArgumentParser(description="Runs a notebook's code without Jupyter.")
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("--pictures", metavar="DIR", type=pathlib.Path, help="where its figures are stored")
    options = parser.parse_args()
    if os.environ.get("LASTMILE_RESULT"):
        os.environ["LASTMILE_RESULT"] = os.path.abspath(os.environ["LASTMILE_RESULT"])
    sys.exit(run(options.notebook.resolve(), options.pictures and options.pictures.resolve()))
