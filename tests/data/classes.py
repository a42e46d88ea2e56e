"""Submissions of a class, as folders and as archives."""

import io
import tarfile
import zipfile


def write(root, files):
    """Write files into a folder: {"alice/lstm.py": "..."}."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def zipped(files):
    """A zip as bytes; pairs instead of a dictionary allow for names twice, ZipInfo for odd ones."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(files, mode="w:gz"):
    """A tar as bytes; a name may be a TarInfo."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            data = content.encode() if isinstance(content, str) else content
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def seen(collection):
    """What was collected, for comparing: {student: [[file names of an attempt], ...]}."""
    found = {}
    for attempt in collection.attempts:
        found.setdefault(attempt.student, []).append(sorted(file.name for file in attempt.files))
    return found
