from . import (
    test_duplicate_clusters,
    test_duplicate_find,
    test_duplicate_lookup,
    test_duplicate_names,
    test_duplicate_profile,
    test_linkage_model,
    test_merge,
    test_merge_concurrency,
    test_merge_references,
    test_merge_rights,
    test_merge_screens,
    test_merge_wizard,
    test_unmerge,
    test_unmerge_random,
)
from . import (
    test_merge_card,
    test_merge_consents,
    test_merge_links,
    test_merge_scope,
    test_merge_tour,
    test_unmerge_changes,
)
