from . import question_report
