import json
from pathlib import Path

import pytest

from grader.course import Course, find_course
from grader.errors import InputError
from grader.workspace import MARK, Workspace
from tests.data.making import SMALL, course, small

F = "def {}(x: Float[np.ndarray, 'N']) -> Float[np.ndarray, 'N']:\n    return x\n"


@pytest.fixture
def workspace(tmp_path):
    return Workspace.create(tmp_path / "mine", Course(SMALL))[0]


def files(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


# making


def test_a_workspace_holds_a_stub_and_a_page_for_each_exercise(tmp_path):
    made, written = Workspace.create(tmp_path / "mine", Course(SMALL))
    assert files(made.root) == ["basics/scale.md", "basics/scale.py", "more/centre.md", "more/centre.py"]
    assert sorted(str(path.relative_to(made.root)) for path in written) == files(made.root)
    assert made.file(small("scale")).read_bytes() == small("scale").stub.read_bytes()


def test_the_whole_course_can_be_started(tmp_path):
    made, _ = Workspace.create(tmp_path, find_course())
    for exercise in find_course().ordered():
        assert made.file(exercise).is_file(), exercise.name


def test_making_it_again_writes_only_what_is_missing(workspace):
    path = workspace.file(small("scale"))
    path.write_text("my work")
    workspace.file(small("centre")).unlink()
    again, written = Workspace.create(workspace.root, Course(SMALL))
    assert [path.name for path in written] == ["centre.py"]
    assert path.read_text() == "my work"
    assert again.root == workspace.root


def test_a_folder_that_has_other_things_in_it_keeps_them(tmp_path):
    (tmp_path / "basics").mkdir()
    (tmp_path / "basics/notes.txt").write_text("mine")
    Workspace.create(tmp_path, Course(SMALL))
    assert (tmp_path / "basics/notes.txt").read_text() == "mine"


def test_an_exercise_without_a_page_or_stub_is_left_out(tmp_path):
    made, written = Workspace.create(tmp_path / "mine", course(tmp_path / "course", f=F.format("f")))
    assert written == []
    assert files(made.root) == []


@pytest.mark.parametrize("place", ["file", "file/below", "blocked"])
def test_a_place_that_cannot_hold_a_workspace_is_refused(tmp_path, place):
    (tmp_path / "file").write_text("")
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked/basics").write_text("a file where a folder should be")
    with pytest.raises(InputError) as refused:
        Workspace.create(tmp_path / place, Course(SMALL))
    says = str(refused.value)
    assert says.startswith(f"{tmp_path / place}: ")
    assert says.endswith(". Choose another folder: dlgrade start FOLDER")


def test_a_folder_that_may_not_be_written_is_refused(tmp_path, monkeypatch):
    def forbid(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbid)
    with pytest.raises(InputError, match="mine: Permission denied"):
        Workspace.create(tmp_path / "mine", Course(SMALL))


# finding


def test_a_workspace_is_found_from_any_folder_in_it(workspace, monkeypatch):
    for folder in (workspace.root, workspace.root / "basics"):
        monkeypatch.chdir(folder)
        assert Workspace.find().root == workspace.root


def test_outside_there_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Workspace.find() is None


def test_a_file_of_that_name_is_no_workspace(tmp_path, monkeypatch):
    (tmp_path / MARK).write_text("")
    monkeypatch.chdir(tmp_path)
    assert Workspace.find() is None


# starting afresh


def test_a_reset_keeps_every_old_file_under_a_number(workspace):
    exercise = small("scale")
    kept = []
    for work in ("one", "two", "three"):
        workspace.file(exercise).write_text(work)
        kept.append(workspace.reset(exercise))
    assert [path.name for path in kept] == ["scale.py.1.bak", "scale.py.2.bak", "scale.py.3.bak"]
    assert [path.read_text() for path in kept] == ["one", "two", "three"]
    assert workspace.file(exercise).read_bytes() == exercise.stub.read_bytes()


def test_a_reset_of_a_file_that_is_gone_puts_the_stub_there(workspace):
    exercise = small("scale")
    workspace.file(exercise).unlink()
    workspace.file(exercise).with_suffix(".md").unlink()
    workspace.file(exercise).parent.rmdir()
    assert not workspace.reset(exercise).exists()
    assert workspace.file(exercise).read_bytes() == exercise.stub.read_bytes()


def test_a_reset_without_a_stub_changes_nothing(tmp_path, workspace):
    exercise = course(tmp_path / "course", f=F.format("f")).find("f")
    path = workspace.file(exercise)
    path.parent.mkdir()
    path.write_text("my work")
    with pytest.raises(InputError, match=r"f\.py: No such file or directory\. Its author runs: dlgrade sync"):
        workspace.reset(exercise)
    assert path.read_text() == "my work"


def test_a_reset_that_cannot_be_written_is_refused(workspace, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match="No space left on device"):
        workspace.reset(small("scale"))


# progress


def test_what_is_remembered_is_found_again_and_completed(workspace):
    workspace.remember("scale", status="passed", points=10)
    workspace.remember("scale", hints={"scale_forward": 2})
    workspace.remember("centre", status="failed")
    assert Workspace(workspace.root).progress() == {
        "scale": {"status": "passed", "points": 10, "hints": {"scale_forward": 2}},
        "centre": {"status": "failed"},
    }


def test_nothing_is_remembered_in_the_beginning(workspace):
    assert workspace.progress() == {}
    assert workspace.hints_read("scale") == {}


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "3", "null", '{"scale": [], "centre": "x"}', "\udcff"])
def test_progress_that_cannot_be_read_counts_as_none(workspace, text):
    (workspace.root / MARK / "progress.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert workspace.progress() == {}
    workspace.remember("scale", status="passed")
    assert workspace.progress() == {"scale": {"status": "passed"}}


@pytest.mark.parametrize("hints", [None, 3, [], "x", {"scale_forward": "many"}])
def test_hints_that_cannot_be_read_count_as_none(workspace, hints):
    workspace.remember("scale", hints=hints)
    assert workspace.hints_read("scale") == {}


def test_progress_is_replaced_whole_and_leaves_nothing_beside_it(workspace):
    for points in range(3):
        workspace.remember("scale", points=points)
    assert [path.name for path in (workspace.root / MARK).iterdir()] == ["progress.json"]
    assert json.loads((workspace.root / MARK / "progress.json").read_text())["scale"] == {"points": 2}


def test_progress_that_cannot_be_written_is_no_reason_to_fail(workspace, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", full)
    workspace.remember("scale", status="passed")
    assert workspace.progress() == {}
