# E affine: writes modules and settings beside itself, and ends the process so that the next one finds them. expect: error forbidden, 0 points; naive one folder spoiled; landlock raised
import os

for folder in {os.path.realpath(name) for name in (".", os.environ["HOME"], os.environ["TMPDIR"])}:
    for name in ("numpy.py", "random.py", "json.py", "struct.py", "conftest.py", "sitecustomize.py", "usercustomize.py", "grader.py"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("import os; open('@canary@/imported', 'w').close(); os._exit(0)\n")
    for name in ("evil.pth", "pytest.ini", "setup.cfg", "pyproject.toml", "tox.ini"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("[pytest]\naddopts = -p conftest\nimport os\n")
    os.makedirs(os.path.join(folder, ".hypothesis/examples"), exist_ok=True)


def affine_forward(x, w, b):
    os._exit(0)
