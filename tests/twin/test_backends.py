"""What moto keeps of accounts and regions is listed although other requests add to it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from moto.core.base_backend import backend_lock
from moto.iam.models import iam_backends

from reconciler.twin.bridge.backends import standing


@pytest.mark.usefixtures("twin")
def test_backends_are_not_listed_while_one_is_added() -> None:
    """The list waits for the request that adds an account, instead of failing with an error of the server."""
    with ThreadPoolExecutor(1) as pool:
        with backend_lock:
            listed = pool.submit(standing, iam_backends)
            with pytest.raises(TimeoutError):
                listed.result(0.05)
            new = iam_backends["999999999999"]["aws"]
        assert ("999999999999", "aws", new) in listed.result()
