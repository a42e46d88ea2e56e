"""The student's folder: where their files are, which checks passed, which hints were read."""

import json
import tempfile
from pathlib import Path
from typing import Any

from grader.course import Course, Exercise
from grader.errors import CourseError, InputError

MARK = ".dlgrade"


class Workspace:
    """A folder with one file per exercise and a hidden folder for the progress."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def create(cls, root: Path, course: Course) -> tuple["Workspace", list[Path]]:
        """Make a workspace, or complete one; return it and the files that were written. Nothing is overwritten."""
        try:
            (root / MARK).mkdir(parents=True, exist_ok=True)
            written = []
            for exercise in course.by_name.values():
                for source in (exercise.stub, exercise.tutorial, exercise.figure):
                    target = root / exercise.track / source.name
                    if source.is_file() and not target.exists():
                        target.parent.mkdir(exist_ok=True)
                        target.write_bytes(source.read_bytes())
                        written.append(target)
        except OSError as error:
            raise InputError(
                f"{root}: {error.strerror or error}. Choose another folder: dlgrade start FOLDER"
            ) from None
        return cls(root), written

    @classmethod
    def find(cls) -> "Workspace | None":
        """The workspace around the current folder."""
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / MARK).is_dir():
                return cls(folder)
        return None

    def file(self, exercise: Exercise) -> Path:
        """The student's file of an exercise."""
        return self.root / exercise.track / f"{exercise.name}.py"

    def reset(self, exercise: Exercise) -> Path:
        """Put the stub back; return where the old file was kept."""
        try:
            stub = exercise.stub.read_bytes()
        except OSError as error:
            raise CourseError(f"{exercise.stub}: {error.strerror or error}. Its author runs: dlgrade sync") from None
        path = self.file(exercise)
        kept = next(
            candidate
            for number in range(1, 10_000)
            if not (candidate := path.with_suffix(f".py.{number}.bak")).exists()
        )
        try:
            if path.exists():
                path.rename(kept)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(stub)
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}.") from None
        return kept

    @property
    def _progress(self) -> Path:
        return self.root / MARK / "progress.json"

    def progress(self) -> dict[str, dict[str, Any]]:
        """What is remembered, by exercise; nothing where it cannot be read."""
        try:
            found = json.loads(self._progress.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {name: it for name, it in found.items() if isinstance(it, dict)} if isinstance(found, dict) else {}

    def hints_read(self, name: str) -> dict[str, int]:
        """How many hints of each function were read."""
        found = self.progress().get(name, {}).get("hints")
        return {k: v for k, v in found.items() if isinstance(v, int)} if isinstance(found, dict) else {}

    def remember(self, name: str, **facts: Any) -> None:
        """Remember something about an exercise."""
        progress = self.progress()
        progress[name] = {**progress.get(name, {}), **facts}
        try:
            with tempfile.NamedTemporaryFile("w", dir=self._progress.parent, delete=False, encoding="utf-8") as file:
                json.dump(progress, file, indent=1, sort_keys=True)
            Path(file.name).replace(self._progress)
        except OSError:
            return
