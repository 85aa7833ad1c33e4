"""The one bridge to moto: nothing outside this package imports moto.

`services` registers the twin's services with moto, `application` answers over HTTP, and `planting` fills the backends.
`catalog`, `endpoint_services` and `ec2` are the backends and the HTTP of services that the twin carries out itself, in
`reconciler.twin.catalog` and `reconciler.twin.ec2`. `organizations`, `identity` and `elbv2` correct moto's services.
Importing this package is cheap: the first call to EC2 loads `endpoint_services`, since moto's EC2 takes most of a
second to load.
"""
