"""Advice for TikTok creators: rules anyone can edit, applied, and explained.

Start with `advisor.pipeline`, which shows the five steps.
"""

from __future__ import annotations

__version__ = "0.1.0"
