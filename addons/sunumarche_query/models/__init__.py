from . import (
    question_language,
    question_object,
    question_field,
    question,
)
