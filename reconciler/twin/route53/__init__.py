"""The twin's Route 53: what AWS refuses of a change of record sets, and what the public DNS answers.

moto keeps the zones and their records; `bridge/route53.py` asks here first.
"""
