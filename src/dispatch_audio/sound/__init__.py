"""The signature: a show's music, made by code alone. No recording is used; the code of this room and the sound are CC0.

What a plan must know of it stands here, so that nothing is rendered, and no library loaded, to know it.
"""

VERSION = 1
"""Raised when it sounds different."""
OPENING_ENTER = 2.8
"""Seconds into the opening at which the narrator may begin, over what still rings."""
STING_ENTER = 1.0
"""The same in the sting before a chapter."""
CLOSING_LEAD = 0.0
"""Seconds before the end of the last word at which the closing may begin."""
OPENING_SECONDS = 4.8
STING_SECONDS = 1.9
BED_SECONDS = 25.0
"""Its end leads into its beginning."""
CLOSING_SECONDS = 5.8
