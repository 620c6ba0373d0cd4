"""Client of the Goodman Live Pipeline: `Platform` for a night's work, `goodman_live.rest` for every operation of the API, typed."""

from goodman_live.platform import Platform, Refused

__all__ = ["Platform", "Refused"]
