import json
import os

import pytest

from grader import submission
from grader.errors import InputError
from grader.submission import Submission, read
from grader.worker.cells import without_magics
from tests.data.making import SCALE, judged, red, small


@pytest.fixture
def file(tmp_path):
    def file(content, name="layers.py"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


def notebook(*cells, **more):
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells], **more})


def refused(path):
    with pytest.raises(InputError) as refusal:
        read(path)
    return str(refusal.value)


def test_a_file_becomes_one_cell_under_its_name(file):
    assert read(file("x = 1\n")) == Submission("layers.py", ["x = 1\n"])


def test_a_file_without_a_suffix_is_python(file):
    assert read(file("x = 1\n", "layers")).cells == ["x = 1\n"]


@pytest.mark.parametrize("text", ["x = 1\r\ny = 2\r\n", "x = 1\ry = 2\r", "x = 1\ny = 2\n"])
def test_line_ends_of_every_system_are_the_same(file, text):
    assert read(file(text)).text == "x = 1\ny = 2\n"


@pytest.mark.parametrize(
    "data",
    [
        "x = 'é'".encode(),
        b"\xef\xbb\xbf" + "x = 'é'".encode(),
        "x = 'é'".encode("utf-16"),
        b"\xfe\xff" + "x = 'é'".encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "utf-16 big"],
)
def test_text_in_unicode_is_read(file, data):
    assert read(file(data)).text == "x = 'é'"


@pytest.mark.parametrize("first", ["# -*- coding: latin-1 -*-\n", "#!/usr/bin/python\n# vim: fileencoding=cp1252 :\n"])
def test_a_coding_line_is_believed(file, first):
    assert read(file(f"{first}x = 'é'".encode("latin-1"))).text == f"{first}x = 'é'"


def test_a_coding_line_after_the_second_line_is_a_comment(file):
    assert "is not utf-8 text (line 4)" in refused(file("\n\n# coding: latin-1\nx = 'é'".encode("latin-1")))


def test_an_encoding_that_is_not_for_text_is_refused(file):
    path = file("# coding: rot13\nx = 1\n")
    assert refused(path) == f"{path} declares the unknown encoding 'rot13'. Save it as UTF-8."


def test_a_file_that_may_not_be_read_is_refused(file, monkeypatch):
    def forbid(*_):
        raise PermissionError(13, "Permission denied")

    path = file("x = 1\n")
    monkeypatch.setattr(submission.os, "open", forbid)
    assert refused(path) == f"{path} cannot be read: Permission denied."


def test_a_file_that_is_too_large_is_not_read(file):
    path = file(b"")
    os.truncate(path, 6 << 20)
    assert refused(path) == f"{path} is 6 MiB; more than 5 MiB is not read."


def test_more_code_than_a_layer_needs_is_refused(file):
    path = file("x = 1\n" * 200_000)
    assert refused(path) == f"{path} holds more than 1 MiB of code. Give the file with your functions only."


def test_a_large_notebook_is_read_where_its_size_comes_from_its_plots(file):
    assert read(file(notebook("x = 1", metadata={"plot": "A" * (2 << 20)}), "n.ipynb")).cells == ["x = 1"]


def test_a_name_that_no_system_takes_is_refused():
    assert refused(submission.Path("a\0b.py")) == "'a\\x00b.py' is not a usable file name."


def test_a_dangling_link_does_not_exist(tmp_path):
    path = tmp_path / "layers.py"
    path.symlink_to("nowhere")
    assert refused(path).startswith(f"{path} does not exist.")


def test_a_link_to_a_file_is_read(file, tmp_path):
    path = tmp_path / "link.py"
    path.symlink_to(file("x = 1\n"))
    assert read(path) == Submission("link.py", ["x = 1\n"])


def test_only_files_that_could_be_meant_are_suggested(file, tmp_path):
    file("x", "layers.md")
    assert refused(tmp_path / "layer.py") == f"{tmp_path / 'layer.py'} does not exist."
    file("x", "layers.ipynb")
    assert refused(tmp_path / "layer.py").endswith("does not exist. Did you mean 'layers.ipynb'?")


# notebooks


def test_code_cells_are_kept_apart_and_texts_left_out(file):
    cells = [
        {"cell_type": "markdown", "source": "# def f(x):"},
        {"cell_type": "code", "source": ["x = 1\n", "y = 2"]},
        {"cell_type": "code", "source": "z = 3"},
        {"cell_type": "raw", "source": "raw"},
    ]
    assert read(file(json.dumps({"cells": cells}), "n.ipynb")).cells == ["x = 1\ny = 2", "z = 3"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("if x:\n    !ls\n    %time f()", "if x:\n    pass\n    pass"),
        ("?np.sum\nx = 1", "pass\nx = 1"),
        ("%%bash\nrm -rf x", ""),
        ("\n%%html\n<b>", ""),
        ("\n%%time\nx = 1", "\npass\nx = 1"),
        ("x = 7 % 2", "x = 7 % 2"),
    ],
)
def test_magics_do_nothing(cell, code):
    assert without_magics(cell) == code


def test_what_looks_like_a_magic_inside_an_expression_is_none():
    cell = 'def scale_forward(x, s):\n    out = (x * s * (7\n% 4) / 3)\n    text = """\n%d\n""" % 3\n    assert text == \'\\n3\\n\'\n    return out, (x, s)'  # noqa: E501
    outcome = judged(small("scale"), SCALE, cell, file="n.ipynb")
    assert [check.failure.what for check in outcome.failing] == []


def test_a_magic_in_a_file_that_is_no_notebook_is_a_syntax_error():
    outcome = judged(small("scale"), "%matplotlib inline\n" + SCALE)
    assert outcome.failing[0].failure.what == "layers.py, line 1: SyntaxError: invalid syntax"
    assert outcome.failing[0].failure.traceback == ["layers.py, line 1: %matplotlib inline"]


def test_a_line_of_a_notebook_is_named_with_its_cell():
    cells = SCALE.split("\n\n\n")
    cells[1] = cells[1].replace("out = x * s", "raise ValueError('no')")
    (first,) = judged(small("scale"), *cells, "last = 1", file="n.ipynb").failing
    assert first.failure.traceback == ["n.ipynb, cell 2, line 2, in scale_forward: raise ValueError('no')"]


def test_a_cell_that_cannot_be_read_is_named_with_its_line():
    (first,) = judged(small("scale"), "x = 1", "y = 1\nz = = 2", file="n.ipynb").failing
    assert first.failure.what == "n.ipynb, cell 2, line 2: SyntaxError: invalid syntax"
    assert first.failure.traceback == ["n.ipynb, cell 2, line 2: z = = 2"]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "[]",
        "{}",
        '{"cells": null}',
        '{"cells": [1]}',
        '{"cells": [{"cell_type": "code"}]}',
        '{"cells": [{"cell_type": "code", "source": 3}]}',
        '{"cells": [{"cell_type": "code", "source": [3]}]}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:40],
)
def test_a_notebook_that_is_none_is_refused(file, text):
    path = file(text, "n.ipynb")
    assert refused(path) == f"{path} is not a notebook that can be read (it needs nbformat 4)."


def test_a_notebook_without_code_defines_nothing(file):
    assert read(file('{"cells": []}', "n.ipynb")).defines() == set()


def test_a_cell_that_fails_spoils_nothing_that_other_cells_define():
    head, forward, backward = SCALE.split("\n\n\n")
    outcome = judged(small("scale"), head, forward, "plt.plot(losses)", "x = (", backward, file="n.ipynb")
    assert (outcome.status, outcome.points) == ("passed", 10)
    says = (
        "n.ipynb, cell 3, line 1: NameError: name 'plt' is not defined. It costs nothing: your functions were checked."
    )
    assert outcome.remarks == [says]


def test_a_later_cell_overrides_an_earlier_one():
    outcome = judged(small("scale"), SCALE.replace("x * s", "x + s"), SCALE, file="n.ipynb")
    assert outcome.status == "passed"


# what a file defines


def test_functions_and_names_at_the_top_level_count_as_defined():
    text = "def f(x):\n    def inner(): pass\nasync def g(): pass\nclass C: pass\nh = f\n# def no(): pass\n"
    assert Submission("a.py", [text]).defines() == {"f", "g", "C", "h"}


def test_a_file_with_a_syntax_error_still_shows_what_it_means_to_define():
    assert "scale_forward" in Submission("a.py", [SCALE + "\n)"]).defines()


def test_the_digest_tells_contents_apart_and_not_names():
    assert Submission("a.py", ["x = 1"]).digest == Submission("b.py", ["x = 1"]).digest
    assert Submission("a.py", ["x = 1"]).digest != Submission("a.py", ["x = 2"]).digest


# what a file imports


@pytest.mark.parametrize("line", ["from .layers import *", "from . import layers", "from ..daseCV.layers import f"])
def test_a_relative_import_is_explained(line):
    outcome = judged(small("scale"), SCALE.replace("import numpy as np", f"import numpy as np\n{line}"))
    (first,) = outcome.failing
    assert (first.id, first.kind_of_fault) == ("scale_forward: filled in", "raised")
    assert first.failure.what == (
        "layers.py, line 2: this file imports a helper module of its course, and dlgrade runs one file by itself, "
        "with NumPy. Copy the functions that it uses into the file and delete the import, then check again"
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from cs231n.im2col import *", "cs231n"),
        ("import torch.nn as nn", "torch"),
        ("import matplotlib.pyplot as plt", "matplotlib"),
        ("from scipy.special import expit", "scipy"),
        ("import grader", "grader"),
    ],
)
def test_a_module_that_is_not_there_is_explained(line, name):
    outcome = judged(small("scale"), SCALE.replace("import numpy as np", f"import numpy as np\n{line}"))
    assert red(outcome) == {"scale_forward: filled in": "raised"}
    assert outcome.failing[0].failure.what == (
        f"layers.py, line 2: it imports {name}, which is not there: dlgrade runs one file by itself, with NumPy and "
        f"the standard library. Delete the import if nothing needs it; if {name} is a helper of your course, copy the "
        f"functions that you use into the file"
    )


def test_an_import_that_is_not_needed_after_the_functions_costs_nothing():
    outcome = judged(small("scale"), SCALE + "\nimport matplotlib.pyplot as plt\n")
    assert outcome.status == "passed"


def test_what_a_stub_imports_is_there():
    head = "from jaxtyping import Float, Int\nfrom past.builtins import xrange\nfrom builtins import range\n"
    annotated = SCALE.replace("(x, s):", '(x: Float[np.ndarray, "N D"] | Int[np.ndarray, "N"], s):')
    assert judged(small("scale"), head + annotated).status == "passed"
