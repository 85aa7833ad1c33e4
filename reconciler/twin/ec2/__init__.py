"""EC2's endpoint services, with what moto gets wrong or lacks put right (privatelink 4.1).

One call travels `operations` -> a function for each operation, in a module for each noun; the function is given what
its account may see (`view`) and returns an `Effect`: the answer, and the services that are to be written. Services are
frozen, so that refused and dry calls leave nothing behind and stale reads cost nothing. `reconciler.twin.bridge.ec2`
brings the call here and takes the answer back.
"""
