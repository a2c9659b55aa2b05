"""Points Odoo's own `test_lint` at our addons: core is not ours to lint, and takes an hour."""

import sys
from pathlib import Path

import pytest

from odoo import modules, tools
from odoo.modules import Manifest

ADDONS = Path(__file__).resolve().parents[2] / "addons"
OURS = tuple(sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py")))


def _our_manifests():
    return [Manifest.for_addon(name) for name in OURS]


def _our_models(registry):
    return {
        name: model for name, model in registry.items() if model._original_module in OURS
    }


@pytest.fixture(autouse=True)
def only_ours(request, monkeypatch):
    """Manifests, module lists and models of our addons alone."""
    monkeypatch.setattr(Manifest, "all_addon_manifests", staticmethod(_our_manifests))
    module = request.module
    if hasattr(module, "get_modules"):
        monkeypatch.setattr(module, "get_modules", lambda: list(OURS))
    monkeypatch.setattr(modules, "get_modules", lambda: list(OURS))
    if hasattr(module, "Registry"):
        registry = module.Registry
        monkeypatch.setattr(module, "Registry", lambda name: _our_models(registry(name)))
    if request.node.name == "test_pylint":
        monkeypatch.setattr(tools.config, "root_path", str(ADDONS))
        # pytest puts odoo/addons on the path, where `calendar` is not the standard library's
        core = str(Path(module.__file__).resolve().parents[2])
        monkeypatch.setattr(sys, "path", [path for path in sys.path if path != core])
