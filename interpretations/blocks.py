"""The blocks of an interpretation; each picture, sound or film has words beside it."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import TEXT_FEATURES, DocumentTable

SEEN_OR_HEARD = frozenset({"infographic", "picture", "audio", "video"})


def heading_of(block: blocks.StreamValue.StreamChild) -> str:
    """Return the words under which a reader finds this block; empty if it has none."""
    match block.block_type:
        case "key_terms" | "differences" | "questions":
            return str(block.block.label)
        case "infographic" | "picture":
            return block.value.get("caption") or str(block.block.label)
        case "case" | "audio" | "video":
            return block.value.get("title", "")
    return ""


class KeyTermBlock(blocks.StructBlock):
    """关键词解释: one term of the policy in plain words."""

    term = blocks.CharBlock(label="词语", max_length=60)
    explanation = blocks.TextBlock(label="解释")

    class Meta:
        label = "词语"


class DifferenceBlock(blocks.StructBlock):
    """新旧政策差异: one matter, before and now."""

    matter = blocks.CharBlock(label="事项", max_length=100)
    before = blocks.TextBlock(label="原规定")
    now = blocks.TextBlock(label="新规定")

    class Meta:
        label = "事项"


class QuestionBlock(blocks.StructBlock):
    """One question that people ask, and its answer."""

    question = blocks.CharBlock(label="问", max_length=200)
    answer = blocks.RichTextBlock(label="答", features=TEXT_FEATURES)

    class Meta:
        label = "问答"


class PictureBlock(blocks.StructBlock):
    """A picture whose whole content also stands beside it in words."""

    image = ImageChooserBlock(label="图片")
    caption = blocks.CharBlock(label="图题", required=False, max_length=100)
    text_alternative = blocks.TextBlock(
        label="文字说明", help_text="写出图中的全部内容，供看不到图片的人阅读和检索。"
    )


class RecordingBlock(blocks.StructBlock):
    """A sound or film with its text."""

    title = blocks.CharBlock(label="标题", max_length=100)
    file = DocumentChooserBlock(label="文件")
    transcript = blocks.TextBlock(
        label="文字稿", help_text="写出讲述的全部内容，供听不到声音的人阅读和检索。"
    )


class CaseBlock(blocks.StructBlock):
    """案例: what the policy means for one person or firm."""

    title = blocks.CharBlock(label="案例标题", max_length=100)
    text = blocks.RichTextBlock(label="案例内容", features=TEXT_FEATURES)


class InterpretationBlocks(blocks.StreamBlock):
    """What an interpretation is made of beside its elements in words."""

    text = blocks.RichTextBlock(label="文字", features=TEXT_FEATURES, icon="pilcrow")
    key_terms = blocks.ListBlock(
        KeyTermBlock(),
        label="关键词解释",
        icon="openquote",
        template="interpretations/blocks/key_terms.html",
    )
    differences = blocks.ListBlock(
        DifferenceBlock(),
        label="新旧政策差异",
        icon="table",
        template="interpretations/blocks/differences.html",
    )
    questions = blocks.ListBlock(
        QuestionBlock(),
        label="问答",
        icon="help",
        template="interpretations/blocks/questions.html",
    )
    case = CaseBlock(
        label="案例", icon="user", template="interpretations/blocks/case.html"
    )
    infographic = PictureBlock(
        label="图解", icon="image", template="interpretations/blocks/picture.html"
    )
    picture = PictureBlock(
        label="图片", icon="image", template="interpretations/blocks/picture.html"
    )
    table = DocumentTable()
    audio = RecordingBlock(
        label="音频", icon="media", template="interpretations/blocks/audio.html"
    )
    video = RecordingBlock(
        label="视频", icon="media", template="interpretations/blocks/video.html"
    )

    class Meta:
        required = False
