"""The address of EC2, for moto's dispatcher."""

from moto.ec2.urls import url_bases

from .responses import TwinEc2Response

__all__ = ["url_bases", "url_paths"]

url_paths = {"{0}/": TwinEc2Response.dispatch}
