"""What git says of documents: the commit of a plan, last edits, where the repository is hosted. Start at `asking`."""
