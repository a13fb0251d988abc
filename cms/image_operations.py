"""Ways to cut a picture that Wagtail does not bring."""

from wagtail.images.image_operations import TransformOperation
from wagtail.images.rect import Rect


class TopOperation(TransformOperation):
    """`top-640x360`: the uppermost part of that shape, where a 图解 has its title."""

    def construct(self, size: str) -> None:
        width, height = size.split("x")
        self.width, self.height = int(width), int(height)

    def run(self, transform, image):
        width, height = transform.size
        shape = self.width / self.height
        cut_width = min(width, height * shape)
        left = (width - cut_width) / 2
        transform = transform.crop(
            Rect(left, 0, left + cut_width, cut_width / shape).round()
        )
        # Never enlarged: a small picture stays as sharp as it is.
        if cut_width > self.width:
            transform = transform.resize((self.width, self.height))
        return transform
