"""The house keeps its rooms: pure rules, imports that run one way, files a person can read."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ADDONS = ROOT / "addons"
ORDER = ("biginn_cluster", "biginn_xchange", "biginn_reports")
PYTHON = sorted(ADDONS.rglob("*.py"))


def imported(file):
    """Names of the modules a file imports, as written."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", [f for f in PYTHON if "rules" in f.parts],
                         ids=lambda f: str(f.relative_to(ADDONS)))
def test_rules_know_nothing_of_odoo(file):
    forbidden = ("odoo", "psycopg2", "requests", "urllib.request", "socket", "http", "sqlite3")
    assert [name for name in imported(file)
            if any(f"{name}.".startswith(f"{word}.") for word in forbidden)] == []


@pytest.mark.parametrize("addon", ORDER)
def test_no_addon_reaches_up(addon):
    above = ORDER[ORDER.index(addon) + 1:]
    for file in (ADDONS / addon).rglob("*"):
        if file.suffix not in (".py", ".xml", ".csv", ".js") or "i18n" in file.parts:
            continue
        text = file.read_text()
        for upper in above:
            assert f"{upper}." not in text and f"{upper}/" not in text, f"{file} names {upper}"


@pytest.mark.parametrize("addon", ORDER)
def test_manifest_says_what_it_is(addon):
    manifest = ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())
    assert manifest["license"] == "LGPL-3"
    assert manifest["version"].startswith("19.0.")
    assert "external_dependencies" not in manifest, "the addons drop into a stock Odoo"
    listed = [*manifest["data"], *manifest.get("demo", [])]
    assert [name for name in listed if not (ADDONS / addon / name).is_file()] == []


def test_controllers_do_not_take_each_others_methods():
    """Odoo makes one class of all that extend a controller: of two methods of one name, one is
    lost, unless it calls the other."""
    seen, lost = {}, []
    for file in sorted(ADDONS.glob("*/controllers/*.py")):
        classes = [node for node in ast.parse(file.read_text()).body
                   if isinstance(node, ast.ClassDef)]
        for method in (node for one in classes for node in one.body
                       if isinstance(node, ast.FunctionDef)):
            other = seen.setdefault(method.name, file)
            routed = any("route" in ast.unparse(mark) for mark in method.decorator_list)
            if other != file and not routed and "super()" not in ast.unparse(method):
                lost.append(f"{method.name}: {other.name}, {file.name}")
    assert lost == []


def test_files_stay_readable():
    long = {str(file.relative_to(ROOT)): count for file in
            [*PYTHON, *(ROOT / "config").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
            if (count := len(file.read_text().splitlines())) > 400}
    assert long == {}
