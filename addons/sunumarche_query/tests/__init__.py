from . import (
    test_presentation,
    test_question_answer,
    test_question_compile,
    test_question_fuzz,
    test_question_editor,
    test_question_export,
    test_question_oracle,
    test_question_print,
    test_question_reader,
    test_question_schedule,
    test_question_screens,
    test_question_sentence,
)
