"""AWS as reconciler's ports: the only importer of botocore. Start at `session.clients`."""
