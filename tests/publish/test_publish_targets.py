"""Every kind of target has a place that the tests of publishing go to."""

from publish_places import PLACES

from dispatch_audio.publish import targets


def test_each_kind_is_tried_with_a_server_of_its_own() -> None:
    assert {module for module, _, _ in targets._KINDS.values()} | {"remote"} == set(PLACES)
