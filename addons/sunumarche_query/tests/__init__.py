from . import (
    test_question_compile,
    test_question_fuzz,
    test_question_oracle,
    test_question_reader,
    test_question_sentence,
)
