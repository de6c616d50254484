"""What is known of mail: dropped files, who is on whose side, attachments, letters that stand in no thread."""
