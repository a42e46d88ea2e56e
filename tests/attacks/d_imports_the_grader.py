# D affine: puts the grader's folders on the path, imports it and has it find the solution. expect: error not_implemented, 0 points; only confined; stolen in process
import sys

sys.modules.pop("jaxtyping")
sys.path += ["@root@", "@site@"]
try:
    from grader.course import find_course
    from grader.reference import Reference

    solution = Reference(find_course().find("affine")).module
    affine_forward, affine_backward = solution.affine_forward, solution.affine_backward
except ImportError:
    pass
