"""Mail on its way in and out: dropped files, a mailbox, letters."""
