"""The one bridge to moto: nothing outside this package imports moto.

`services` puts the twin's services in moto's tables, `application` answers over HTTP, `planting` fills the backends.
`catalog`, `endpoint_services` and `ec2` are the backends and the HTTP of services whose operations are the twin's own
(`reconciler.twin.catalog`, `reconciler.twin.ec2`, which know nothing of moto); `organizations`, `identity` and
`elbv2` put moto's own right. Importing this package costs nothing; what is behind `endpoint_services` waits
for the first call, for moto's EC2 takes most of a second to load.
"""
