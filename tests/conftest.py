"""What all tests share: a property test has no deadline, since a timing is never a test."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("kg", deadline=None)
settings.load_profile("kg")
