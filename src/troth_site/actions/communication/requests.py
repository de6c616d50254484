"""What one side asks of the other, and what a message does to what is asked."""

from troth_site.models import Message


def on_message(message: Message) -> None:
    """Let a message that has just come onto the record answer or acknowledge what waits in its thread.

    Called inside the transaction of every message, after its ledger entry. This module must not import
    `messages`, which calls it; doors that write an answer stand in a module of their own.

    Args:
        message: On the record, its thread loaded.
    """
