"""What the user is doing, without a screen: the Document, its edits, and the Session that runs it."""
