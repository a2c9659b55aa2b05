"""Gives each worker of a parallel run files of its own, as it has a database of its own.

pytest-odoo lets all workers share the files of the database they are copies of. What one worker
clears away then is missing for the other, whose transaction has just written it.
"""

import contextlib
import os
import shutil
from unittest import mock

import pytest_odoo

from odoo.tools import config


@contextlib.contextmanager
def _own_filestore(original, name):
    if original == name:
        yield
        return
    folder = os.path.join(config["data_dir"], "filestore")
    own, source = os.path.join(folder, name), os.path.join(folder, original)
    shutil.rmtree(own, ignore_errors=True)
    if os.path.isdir(source):
        # hard links: a file there is named after its content and never changes
        shutil.copytree(source, own, copy_function=os.link)
    try:
        with mock.patch.object(config, "filestore", return_value=own):
            yield
    finally:
        shutil.rmtree(own, ignore_errors=True)


pytest_odoo._shared_filestore = _own_filestore
