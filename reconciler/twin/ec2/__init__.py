"""EC2's endpoint services, where moto is wrong or lacks them (privatelink 4.1).

A call passes `operations` and the function of its operation, in the module of its noun. The function gets what its
account may see (`view`), and returns an `Effect`: the answer, and the services to write. Services are frozen, so
refused calls and dry runs leave nothing behind, and stale reads cost nothing. `reconciler.twin.bridge.ec2` passes the
call in and the answer back.
"""
