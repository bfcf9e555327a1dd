"""Pictures of a show, its episodes and their chapters, drawn from what is written; and what a picture is.

Apple's rules: JPEG or PNG, square, RGB, 72 dpi, 1400 to 3000 pixels a side.
"""

from dispatch_audio.artwork.fonts import drawable, has_glyph
from dispatch_audio.artwork.formats import Picture, picture, picture_name
from dispatch_audio.artwork.pictures import chapter_picture, episode_picture, show_picture
from dispatch_audio.artwork.values import Face, Look, Part, face_of

__all__ = [
    "Face",
    "Look",
    "Part",
    "Picture",
    "chapter_picture",
    "drawable",
    "episode_picture",
    "face_of",
    "has_glyph",
    "picture",
    "picture_name",
    "show_picture",
]
