"""The fixtures of publish_places.py, by the name that pytest looks for; mypy takes one conftest.py alone."""

from publish_places import (
    bucket,
    checking_bucket,
    folder,
    impatient,
    memory,
    models_once,
    moto_bucket,
    moto_server,
    place,
    quick_and_alone,
    s3rver_server,
    server,
    show,
    ssh_server,
)

__all__ = [
    "bucket",
    "checking_bucket",
    "folder",
    "impatient",
    "memory",
    "models_once",
    "moto_bucket",
    "moto_server",
    "place",
    "quick_and_alone",
    "s3rver_server",
    "server",
    "show",
    "ssh_server",
]
