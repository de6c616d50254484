"""The only writers: gate, facts, the library decides, save, ledger and audit entry, enqueue; one transaction each."""
