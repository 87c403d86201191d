from . import (
    test_download,
    test_engine_choice,
    test_images,
    test_markup,
    test_page_setup,
    test_pictures,
    test_print,
    test_resources,
    test_sheets,
)
