"""Backups that restore: one file a backup, checked table by table and file by file.

A backup is a tar archive, compressed by zstd and encrypted by age. In it, in order:
``manifest.json``, ``database/000000...`` (pg_dump's custom format, in pieces),
``filestore/...`` and ``checksums.json``, which only a complete backup has. Without
this program: ``age -d -i KEY FILE | zstd -d | tar x``, then
``cat database/* | pg_restore -d DATABASE``.
"""
