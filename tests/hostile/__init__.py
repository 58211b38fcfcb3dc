"""What strangers may send: content, damage, patterns, keys, old databases; see SECURITY.md."""

HEADING = "what strangers may send"
