"""The embedded AWS: a stand-in that refuses what the real services refuse.

`twin.Twin` starts and stops it, `server` answers over HTTP, `seed` fills it, and `faults` makes it fail on demand. Only
`bridge` imports moto. README.md says how to run the twin and which readings it takes where AWS is not documented.
Importing this package is cheap: `twin` loads moto, and the first call to EC2 loads moto's EC2.
"""
