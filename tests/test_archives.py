import gzip
import io
import lzma
import random
import stat
import struct
import tarfile
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch import archives, walking
from grader.batch.archives import Budget, Refused, is_archive, members, parts, without_suffix
from grader.batch.collecting import collect
from grader.errors import InputError
from tests.data.classes import seen, tarred, write, zipped

CODE = "def lstm_forward(x):\n    return x\n"
CLASS = {"alice/lstm.py": CODE, "bob/gru.py": CODE}


@pytest.fixture
def archive(tmp_path):
    def archive(data, name="class.zip"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return archive


@pytest.fixture
def handed_in(tmp_path):
    """Collect a class in which alice handed in an archive; return her files, and the notes."""

    def handed_in(data, name="hw.zip"):
        found = collect(write(tmp_path / "submissions", {f"alice/{name}": data, "bob/lstm.py": CODE}))
        assert [file.name for it in found.attempts if it.student == "bob" for file in it.files] == ["lstm.py"]
        return [file for it in found.attempts if it.student == "alice" for file in it.files], found.notes

    return handed_in


def problem(files):
    (file,) = files
    assert file.submission is None
    return file.problem


def refused(path):
    with pytest.raises(InputError) as refusal:
        collect(path)
    return str(refusal.value)


def random_bytes(size):
    return random.Random(1).randbytes(size)


# the archive of a class


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("class.zip", zipped(CLASS)),
        ("class.tar", tarred(CLASS, "w")),
        ("class.tar.gz", tarred(CLASS)),
        ("class.tgz", tarred(CLASS)),
        ("class.tar.bz2", tarred(CLASS, "w:bz2")),
        ("class.TAR.XZ", tarred(CLASS, "w:xz")),
        ("really-a-tar.zip", tarred(CLASS)),
        ("really-a-zip.tar", zipped(CLASS)),
    ],
)
def test_an_archive_of_a_class_is_read_whatever_its_kind(archive, name, data):
    found = collect(archive(data, name))
    assert seen(found) == {"alice": [["lstm.py"]], "bob": [["gru.py"]]}
    assert found.attempts[0].files[0].place == f"{name}: alice/lstm.py"
    assert found.notes == ()


def test_the_folder_around_a_class_is_taken_off(archive):
    found = collect(archive(zipped({f"hw3-export/{name}": code for name, code in CLASS.items()})))
    assert list(seen(found)) == ["alice", "bob"]


def test_the_archive_of_a_class_may_lie_alone_in_a_folder(tmp_path):
    found = collect(write(tmp_path / "downloads", {"class.zip": zipped(CLASS), ".DS_Store": b"x"}))
    assert seen(found) == {"alice": [["lstm.py"]], "bob": [["gru.py"]]}


def test_a_students_own_zip_counts_as_a_folder(archive):
    found = collect(
        archive(
            zipped({"alice/hw.zip": zipped({"lstm.py": CODE, "more.zip": zipped({"gru.py": CODE})}), "bob/x.py": CODE})
        )
    )
    assert seen(found)["alice"] == [["gru.py", "lstm.py"]]
    assert [file.place for file in found.attempts[0].files] == [
        "class.zip: alice/hw.zip: lstm.py",
        "class.zip: alice/hw.zip: more.zip: gru.py",
    ]


def test_nothing_is_written_to_a_disk(archive, monkeypatch, tmp_path):
    path = archive(zipped({"alice/hw.zip": zipped({"lstm.py": CODE}), "bob/hw.tgz": tarred({"gru.py": CODE})}))
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    collect(path)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"PK\x03\x04" + b"x" * 100, b"hello", zipped(CLASS)[:-30], tarred(CLASS)[:100]],
    ids=["empty", "two letters", "a head", "text", "a cut zip", "a cut tar"],  # an archive holds its time
)
def test_the_archive_of_a_class_that_cannot_be_read_is_refused(archive, data):
    path = archive(data)
    assert refused(path) == (
        f"{path} is damaged, or not an archive of the kind that its name says. Download it again, or unpack it."
    )


def test_an_archive_without_code_is_refused(archive):
    path = archive(zipped({"a/b.txt": "x"}))
    assert refused(path) == f"{path} holds no .py or .ipynb file. Give the folder or the archive of the submissions."
    assert refused(archive(zipped({}), "empty.zip")).endswith(
        "empty.zip is empty. Give the folder or the archive of the submissions."
    )


# what leads out of it


@pytest.mark.parametrize(
    "name",
    [
        "../bob/lstm.py",
        "x/../../bob/lstm.py",
        "/etc/lstm.py",
        "\\\\server\\lstm.py",
        "..\\bob\\lstm.py",
        "C:/lstm.py",
        "c:lstm.py",
        "..",
    ],
)
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_name_that_leads_out_of_the_archive_is_refused(handed_in, name, make):
    files, notes = handed_in(make({"lstm.py": CODE, name: "EVIL = 1", "/more.py": ""}))
    assert [file.place for file in files] == ["alice/hw.zip: lstm.py"]
    assert notes == (f"alice/hw.zip: {name} has a name that leads out of the archive: left out, and 1 more like it.",)


def test_a_student_cannot_hand_in_for_another(archive):
    evil = {"../../bob/lstm.py": "x = 1", "bob/lstm.py": "x = 2", "submitted/bob/hw/lstm.py": "x = 3"}
    found = collect(archive(zipped({"alice/hw.zip": zipped(evil), "bob/lstm.py": CODE})))
    assert [file.submission.text for it in found.attempts if it.student == "bob" for file in it.files] == [CODE]


def special(name, kind, target="/etc/passwd"):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (tarfile.SYMTYPE, "is a link"),
        (tarfile.LNKTYPE, "is a link"),
        (tarfile.FIFOTYPE, "is no regular file"),
        (tarfile.CHRTYPE, "is no regular file"),
        (tarfile.BLKTYPE, "is no regular file"),
    ],
)
def test_links_and_devices_in_a_tar_are_refused(handed_in, kind, why):
    files, notes = handed_in(tarred([(special("evil.py", kind), b""), ("lstm.py", CODE)]), "hw.tar.gz")
    assert [file.name for file in files] == ["lstm.py"]
    assert notes == (f"alice/hw.tar.gz: evil.py {why}: left out.",)


@pytest.mark.parametrize(("mode", "why"), [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "is no regular file")])
def test_links_and_devices_in_a_zip_are_refused(handed_in, mode, why):
    info = zipfile.ZipInfo("evil.py")
    info.create_system, info.external_attr = 3, (mode | 0o777) << 16
    files, notes = handed_in(zipped([(info, "/etc/passwd"), ("lstm.py", CODE)]))
    assert [file.name for file in files] == ["lstm.py"]
    assert notes == (f"alice/hw.zip: evil.py {why}: left out.",)


def test_what_is_written_through_a_link_is_read_as_a_file_of_its_own(handed_in):
    files, notes = handed_in(tarred([(special("out", tarfile.SYMTYPE, "/tmp"), b""), ("out/lstm.py", CODE)]), "hw.tar")
    assert [file.place for file in files] == ["alice/hw.tar: out/lstm.py"]
    assert notes == ("alice/hw.tar: out is a link: left out.",)


# names


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["lstm.py", "lstm.py"], "lstm.py"),
        (["lstm.py", "./lstm.py"], "lstm.py"),
        (["a/lstm.py", "a\\lstm.py"], "lstm.py"),
        (["jörg.py", "jo\u0308rg.py"], "jörg.py"),
    ],
    ids=["same", "dot", "backslash", "composed"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_not_graded(handed_in, make, names, shown):
    files, _ = handed_in(make([(name, f"x = {place}") for place, name in enumerate(names)]))
    assert problem(files) == f"{shown} is in its archive 2 times. Hand in one."


def test_names_that_differ_in_case_are_two_files(handed_in):
    files, _ = handed_in(zipped({"lstm.py": CODE, "LSTM.py": CODE}))
    assert [file.name for file in files] == ["LSTM.py", "lstm.py"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.py", "a\\nb.py"),
        ("🦄.py", "🦄.py"),
        ("\u202eyp.py", "\\u202eyp.py"),
        ("<script>.py", "<script>.py"),
        ("a b+c's.py", "a b+c's.py"),
    ],
)
@pytest.mark.parametrize("make", [zipped, tarred])
def test_odd_names_are_shown_as_they_may_be(handed_in, make, name, shown):
    files, _ = handed_in(make({name: CODE}))
    assert [file.name for file in files] == [shown]


def test_a_name_does_not_end_at_a_nul(handed_in):
    data = zipped({"lstm.pyX.jpg": CODE}).replace(b"lstm.pyX.jpg", b"lstm.py\0.jpg")
    assert problem(handed_in(data)[0]) == "hw.zip holds no .py or .ipynb file."


def test_a_name_in_utf_8_that_does_not_say_so_is_read(handed_in):
    data = zipped({"jXXrg.py": CODE}).replace(b"jXXrg", "jörg".encode())
    assert [file.name for file in handed_in(data)[0]] == ["jörg.py"]


def test_a_name_of_an_old_windows_is_read(handed_in):
    data = zipped({"jXrg.py": CODE}).replace(b"jXrg", "jörg".encode("cp437"))
    assert [file.name for file in handed_in(data)[0]] == ["jörg.py"]


def test_a_name_that_is_no_text_is_shown_as_an_escape(handed_in):
    data = tarred({"jXrg.py": CODE}, "w:").replace(b"jXrg", b"j\xffrg")
    header = bytearray(data[:512])
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    assert [file.name for file in handed_in(bytes(header) + data[512:], "hw.tar")[0]] == ["j\\udcffrg.py"]


def test_a_name_without_end_is_refused(handed_in):
    files, notes = handed_in(zipped({"a/" * 3000 + "x.py": CODE, "b" * 300 + ".py": CODE, "lstm.py": CODE}))
    assert [file.name for file in files] == ["lstm.py"]
    assert notes[0].endswith("a/ has a name that is too long: left out, and 1 more like it.")


@given(st.text(max_size=60))
def test_a_path_never_leads_anywhere(name):
    try:
        found = parts(name)
    except Refused:
        return
    assert found
    assert not {"", ".", ".."} & set(found)
    assert not any("/" in part or not part.isprintable() for part in found)


@pytest.mark.parametrize(
    ("name", "stem"), [("a.zip", "a"), ("a.b.TAR.gz", "a.b"), ("x.tgz", "x"), ("a.zip.tar", "a.zip")]
)
def test_the_suffix_of_an_archive_may_have_two_parts(name, stem):
    assert is_archive(name)
    assert without_suffix(name) == stem


# bombs


def test_a_zip_that_unpacks_to_too_much_is_not_read(handed_in, monkeypatch):
    monkeypatch.setattr(walking, "STUDENT_BYTES", 1 << 20)
    files, _ = handed_in(zipped({"lstm.py": CODE, **{f"{it}.py": random_bytes(300_000) for it in range(4)}}))
    assert problem(files) == "hw.zip unpacks to more than 1 MiB, which is not read."


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_tar_that_unpacks_to_far_more_than_its_size_is_not_read(handed_in, mode):
    files, _ = handed_in(tarred({"data.bin": bytes(17 << 20), "lstm.py": CODE}, mode), "hw.tar.gz")
    assert problem(files) == "hw.tar.gz unpacks to more than 200 times its own size, which is not read."


def test_a_zip_of_blanks_is_read_no_further_than_a_file_may_be_large(handed_in):
    files, _ = handed_in(zipped({"bomb.py": bytes(40 << 20), "lstm.py": CODE}))
    assert [(file.name, file.problem) for file in files] == [
        ("bomb.py", "bomb.py is 40 MiB; more than 5 MiB is not read."),
        ("lstm.py", ""),
    ]


def test_many_files_of_blanks_are_a_bomb_together(handed_in):
    files, _ = handed_in(zipped({f"{it}.py": bytes(4 << 20) for it in range(6)}))
    assert problem(files) == "hw.zip unpacks to more than 200 times its own size, which is not read."


def test_a_size_that_is_a_lie_is_not_believed(handed_in):
    data = zipped({"lstm.py": bytes(6 << 20)})
    data = data.replace(struct.pack("<I", 6 << 20), struct.pack("<I", 10))
    assert problem(handed_in(data)[0]) == "lstm.py is damaged in its archive. Pack it again."


def test_archives_in_archives_have_an_end(handed_in):
    data = zipped({"lstm.py": CODE})
    for _ in range(5):
        data = zipped({"in.zip": data})
    assert problem(handed_in(data)[0]) == "in.zip is an archive inside 3 others, which is not read."


def test_archives_in_archives_share_what_may_be_unpacked(handed_in, monkeypatch):
    monkeypatch.setattr(walking, "STUDENT_BYTES", 1 << 20)
    inner = zipped({"a.py": random_bytes(400_000)})
    files, _ = handed_in(zipped({"a.zip": inner, "b.zip": inner}))
    assert problem(files) == "hw.zip unpacks to more than 1 MiB, which is not read."


def test_one_students_bomb_does_not_cost_the_class(archive):
    bomb = zipped({f"{it}.py": bytes(4 << 20) for it in range(6)})
    found = collect(archive(zipped({"eve/hw.zip": bomb, "alice/lstm.py": CODE})))
    assert [file.problem for it in found.attempts for file in it.files] == [
        "",
        "hw.zip unpacks to more than 200 times its own size, which is not read.",
    ]


def test_an_archive_in_an_archive_that_is_too_large_is_not_read(handed_in, monkeypatch):
    monkeypatch.setattr(walking, "PACKED_BYTES", 1000)
    files, _ = handed_in(zipped({"in.zip": random_bytes(2000), "lstm.py": CODE}))
    assert files[0].problem == "in.zip is larger than 0 MiB, which is not read."


@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_of_very_many_files_is_not_read(handed_in, monkeypatch, make):
    monkeypatch.setattr(archives, "MEMBERS", 20)
    files, _ = handed_in(make({f"{it}.py": CODE for it in range(21)}))
    assert problem(files) == "hw.zip holds more than 20 files, which is not read."


@pytest.mark.parametrize("limit", ["CODE_FILES", "CODE_BYTES"])
def test_only_so_much_code_is_kept_of_a_student(handed_in, monkeypatch, limit):
    monkeypatch.setattr(walking, limit, 2)
    inner = zipped({"b.py": CODE, "c.py": CODE})
    files, _ = handed_in(zipped({"a.py": CODE, "in.zip": inner}))
    assert problem(files).startswith("hw.zip holds more than ")
    assert problem(files).endswith(" MiB of it. Hand in your own only.")


def directory(count):
    """A zip of so many empty files that only its list has any size."""
    name = b"a.py"
    entry = (
        struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0) + name
    )
    listed = entry * count
    return listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), 0, 0)


def test_a_zip_of_a_million_files_does_not_fill_the_memory(handed_in):
    data = directory(1_000_000)
    tracemalloc.start()
    try:
        files, _ = handed_in(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert problem(files) == "hw.zip holds more than 50,000 files, which is not read."
    assert peak < 20 << 20


def test_a_sparse_file_is_no_regular_file(handed_in):
    info = special("huge.py", tarfile.GNUTYPE_SPARSE)
    files, notes = handed_in(tarred([(info, b""), ("lstm.py", CODE)], "w"), "hw.tar")
    assert [file.name for file in files] == ["lstm.py"]
    assert notes == ("alice/hw.tar: huge.py is no regular file: left out.",)


def test_a_tar_of_headers_without_end_is_refused(handed_in):
    header = tarfile.TarInfo("pax").tobuf()
    pax = tarfile.TarInfo("x")
    pax.type, pax.size = tarfile.XHDTYPE, 1 << 40
    assert problem(handed_in(pax.tobuf(tarfile.GNU_FORMAT) + header, "hw.tar")[0]) == (
        "hw.tar is damaged, or not an archive of the kind that its name says."
    )


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_tar_whose_names_are_huge_does_not_fill_the_memory(handed_in, kind):
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, 100 << 20
    data = gzip.compress(info.tobuf() + bytes(100 << 20), 1)
    tracemalloc.start()
    try:
        files, _ = handed_in(data, "hw.tgz")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert problem(files) == "hw.tgz is damaged, or not an archive of the kind that its name says."
    assert peak < 8 << 20


# what cannot be read


def test_a_zip_with_a_password_is_the_students_to_mend(handed_in):
    data = bytearray(zipped({"lstm.py": CODE}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert problem(handed_in(bytes(data))[0]) == "lstm.py is protected by a password. Pack it without one."


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_is_packed_in_an_unusual_way_is_the_students_to_mend(handed_in, kind):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as file:
        file.writestr("lstm.py", CODE)
    assert problem(handed_in(buffer.getvalue())[0]) == (
        "lstm.py is packed in an unusual way. Pack it with an ordinary zip program."
    )


def test_a_damaged_member_does_not_cost_the_others(handed_in):
    data = bytearray(zipped({"bad.py": CODE * 50, "lstm.py": CODE}))
    data[40:50] = b"\xff" * 10
    files, _ = handed_in(bytes(data))
    assert [(file.name, file.problem) for file in files] == [
        ("bad.py", "bad.py is damaged in its archive. Pack it again."),
        ("lstm.py", ""),
    ]


@pytest.mark.parametrize("name", ["hw.zip", "hw.tar.gz"])
@pytest.mark.parametrize(
    "data",
    [b"", b"Rar!\x1a\x07", b"PK\x05\x06", b"\x1f\x8b\x08", zipped(CLASS)[:60]],
    ids=["empty", "rar", "no entries", "a head of gzip", "a cut zip"],
)
def test_an_archive_that_cannot_be_read_is_the_students_to_mend(handed_in, name, data):
    assert problem(handed_in(data, name)[0]) == f"{name} is damaged, or not an archive of the kind that its name says."


@pytest.mark.parametrize("name", ["hw.rar", "hw.7z"])
def test_an_archive_of_another_kind_is_the_students_to_mend(handed_in, name):
    assert problem(handed_in(b"x", name)[0]) == (
        f"{name} is an archive of a kind that is not read. Hand in .py, .ipynb or .zip files."
    )


def test_an_unreadable_file_in_an_archive_is_a_file_with_a_problem(handed_in):
    files, _ = handed_in(zipped({"lstm.py": "", "gru.py": CODE}))
    assert [file.problem for file in files] == [
        "",
        "lstm.py is empty. Write your functions into it, or start afresh with `dlgrade reset`.",
    ]


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0"]))
def test_no_bytes_do_more_than_be_refused(data, head):
    try:
        for member in members(io.BytesIO(head + data), Budget(1 << 20, 1000), lambda *_: None):
            member.read(1000)
    except Refused:
        pass


@given(st.data())
def test_no_damage_does_more_than_be_refused(data):
    whole = bytearray(
        data.draw(
            st.sampled_from([zipped(CLASS), tarred(CLASS, "w"), tarred(CLASS), lzma.compress(tarred(CLASS, "w"))])
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        for member in members(io.BytesIO(bytes(whole)), Budget(1 << 20, 1000), lambda *_: None):
            member.read(1000)
    except Refused:
        pass


def test_the_memory_does_not_grow_with_what_is_not_kept(tmp_path):
    files = {f"s{it}/data.bin": random_bytes(1 << 20) for it in range(30)} | {
        f"s{it}/lstm.py": CODE for it in range(30)
    }
    path = tmp_path / "class.tar.gz"
    path.write_bytes(tarred(files))
    del files
    tracemalloc.start()
    try:
        found = collect(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.attempts) == 30
    assert peak < 8 << 20
