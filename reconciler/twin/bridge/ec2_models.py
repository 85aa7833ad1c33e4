"""What the bridge uses of moto's EC2 and ELBv2, imported cheaply."""

from .quick_import import deferred_offerings, shared_files

with shared_files(), deferred_offerings():
    from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
    from moto.elbv2.models import FakeLoadBalancer, elbv2_backends

from .images import defer_images

defer_images()

__all__ = ["FakeLoadBalancer", "RegionsAndZonesBackend", "elbv2_backends"]
