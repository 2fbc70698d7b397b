"""The triple store on disk: one named graph per article, replaced whole or not at all."""

from __future__ import annotations

from kg.store.embedded import REJECTED, Store, StoredRejection, memory_store, open_store
from kg.store.guard import check_query
from kg.store.writing import LEDGER

__all__ = ["LEDGER", "REJECTED", "Store", "StoredRejection", "check_query", "memory_store", "open_store"]
