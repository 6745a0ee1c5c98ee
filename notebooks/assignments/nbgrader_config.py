"""Settings of the graded class; run nbgrader in this folder, with the environment active.

source ../../.venv/bin/activate                 # once in each terminal: nbgrader calls programs that stand there
nbgrader generate_assignment three-conditions   # source/ -> release/, keys and hidden tests taken out
nbgrader autograde three-conditions             # submitted/ -> autograded/ and gradebook.db
nbgrader generate_feedback three-conditions     # autograded/ -> feedback/, keys taken out
nbgrader export                                 # gradebook.db -> grades.csv
"""

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades

from ftdecide.grading.hide_keys import HideKeys

c = get_config()  # noqa: F821 (given by traitlets when it reads this file)

c.CourseDirectory.course_id = "ftdecide"

# nbgrader's own stub raises an error; a blank answer should be a 0 that disturbs nothing.
c.ClearSolutions.code_stub = {"python": "# Put your answer in the place of None."}

# Without this a deleted test cell leaves no score at all.
c.OverwriteCells.add_missing_cells = True

# Questions are answered in milliseconds; an endless loop should not hold up the class.
c.Execute.timeout = 20
c.Execute.interrupt_on_timeout = True

# After the grades, because GetGrades finds a cell by its id and not by its text.
c.GenerateFeedback.preprocessors = [GetGrades, HideKeys, CSSHTMLHeaderPreprocessor]
