"""The command line: argv to Settings, clients, one small file per command, and the only printer.

Nothing here is imported before it is needed: `reconciler --help` loads argparse and little else.
"""
