"""run_notebook.py NOTEBOOK: runs the code cells in order, in the notebook's folder.

Needs no Jupyter. Exit status 1 and the failing cell when one raises. Refuses a notebook with stored
outputs: they would be committed.
"""
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


def run(path):
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
    print(f"{path.name}: {len(cells)} code cells ran")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if os.environ.get("LASTMILE_RESULT"):
        os.environ["LASTMILE_RESULT"] = os.path.abspath(os.environ["LASTMILE_RESULT"])
    sys.exit(run(pathlib.Path(sys.argv[1]).resolve()))
