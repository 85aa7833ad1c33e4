"""EC2's endpoint services, with what moto gets wrong or lacks put right (privatelink.md 4.1).

The layout is that of a service of moto: `models`, `responses`, `urls`, `exceptions`. One call travels `responses` ->
`models` -> `operations` (one function for each operation, in a module for each noun); the function is given what its
account may see (`view`) and gives back an `effect`: the answer, and the services that are to be written. Services are
frozen, so that refused and dry calls leave nothing behind and stale reads cost nothing.

Importing this package, `seed`, `conditions`, `faults`, `planting` and `registration` loads nothing of moto's EC2, which
takes most of a second: that waits for the first call, or for a seed that has endpoint services.
"""
