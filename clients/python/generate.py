"""Makes the package goodman_live.rest, a typed function for every operation, from the committed document of the API while pip builds."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
DOCUMENT = HERE.parent.parent / "api" / "generated" / "openapi.json"
PACKAGE = HERE / "src" / "goodman_live" / "rest"


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        # From an sdist the package is there already, and the document is not.
        if DOCUMENT.exists():
            generate()
        elif not PACKAGE.exists():
            raise FileNotFoundError(f"{DOCUMENT} is missing: install from a checkout of the whole repository.")


def generate():
    document = json.loads(DOCUMENT.read_text())
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(scratch) / "openapi.json"
        given.write_text(json.dumps(document))
        made = Path(scratch) / "rest"
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(given), "--output-path", str(made), "--meta", "none"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"openapi-python-client could not read {DOCUMENT}:\n{done.stdout}\n{done.stderr}")
        shutil.rmtree(PACKAGE, ignore_errors=True)
        shutil.copytree(made, PACKAGE)
