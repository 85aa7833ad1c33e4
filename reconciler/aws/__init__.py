"""AWS as reconciler's ports: the only importer of boto3 and botocore. Start at `session.clients`."""
