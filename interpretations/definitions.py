"""统计口径: what each figure of the ledger means, in the words that are printed."""

from interpretations.figures import WORKING_DAYS
from interpretations.models import ELEMENTS, CoverageTarget


def definitions() -> list[str]:
    """Return one sentence for each figure, and one for each target."""
    return [
        "政策文件和解读按各自的发布日期计入年份；没有发布日期的，按上网之日计。"
        "只统计公众能读到的。",
        "有解读：至少有一篇要素齐全、公众能读到的解读。",
        "已随修改更新：文件修改后，有不早于这次修改的解读；在此之前视同没有解读。",
        "多样化解读：解读形式不是单纯文字。按解读计，除以全部解读；按文件计，"
        "除以全部文件。",
        "其他渠道发布：登记了至少一个本网站以外的渠道。",
        f"按时解读：与文件同日发布，或者在其后 {WORKING_DAYS} 个工作日内发布，"
        "调休上班的日子算工作日。",
        f"九项要素：{'、'.join(ELEMENTS.values())}。",
        *(
            f"目标：{target}{f'（{target.source}）' if target.source else ''}。"
            for target in CoverageTarget.objects.all()
        ),
    ]
