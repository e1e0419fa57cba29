"""Runs the program from Python: what it prints comes back, what it refuses is an error.

    networks = json.loads(call("list", "zoo", "--json"))

The program is $LASTMILE_PROGRAM, else the launcher of the tree that this package lies in, else `lastmile`
on the PATH.
"""
import os
import pathlib
import shutil
import subprocess

TREE = pathlib.Path(__file__).resolve().parents[2]


class ProgramError(Exception):
    """The program is not there, or did not end well; the text is what it said."""


def program():
    launcher = TREE / "lastmile"
    known = launcher if launcher.is_file() else shutil.which("lastmile")
    found = os.environ.get("LASTMILE_PROGRAM") or known
    if not found:
        raise ProgramError("lastmile is not on the PATH; set LASTMILE_PROGRAM to the program")
    return str(found)


def call(*words, cwd=None):
    """`lastmile WORDS`: what it wrote to standard output. Raises ProgramError."""
    command = [program(), *map(str, words)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd,
                              stdin=subprocess.DEVNULL)
    except OSError as error:
        raise ProgramError(f"{command[0]}: {error}") from error
    if done.returncode:
        raise ProgramError(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout
