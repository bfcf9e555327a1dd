"""Pictures of a show, its episodes and their chapters, drawn from what is written; and what a picture is.

Apple's rules: JPEG or PNG, square, RGB, 72 dpi, 1400 to 3000 pixels a side.
"""

from dispatch_audio.artwork.fonts import drawable, has_glyph
from dispatch_audio.artwork.formats import Picture, picture
from dispatch_audio.artwork.own import LARGEST, SMALLEST
from dispatch_audio.artwork.pictures import chapter_picture, episode_picture, show_picture
from dispatch_audio.artwork.published import cover, published_picture
from dispatch_audio.artwork.values import Face, Look, Part, face_of, look_of
from dispatch_audio.package.text import picture_name

__all__ = [
    "LARGEST",
    "SMALLEST",
    "Face",
    "Look",
    "Part",
    "Picture",
    "chapter_picture",
    "cover",
    "drawable",
    "episode_picture",
    "face_of",
    "has_glyph",
    "look_of",
    "picture",
    "picture_name",
    "published_picture",
    "show_picture",
]
