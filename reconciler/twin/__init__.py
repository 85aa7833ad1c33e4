"""The embedded AWS: a stand-in that refuses what the real services refuse.

`twin.Twin` is its front door, `server` answers over HTTP, `seed` fills it, `faults` breaks it on demand, `bridge` alone
knows moto; README.md says what is verified, what was chosen where AWS is silent, and how to run it. Importing this
package costs nothing: moto is loaded with `twin`, its EC2 with the first call.
"""
