"""The rights matrix: who may do what with which records, as data and as tests."""
