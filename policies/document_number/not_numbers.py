"""What looks like a 发文字号 and is none: court cases, certificates, land titles."""

import re

from policies.chinese_numerals import DIGIT_SIGNS, NUMBER_SIGNS
from policies.chinese_script import HAN

_YEAR = rf"[{DIGIT_SIGNS}]{{4}}"
_WORD = HAN[1:-1]

# Courts number cases: （2019）沪01民终1234号, （2003）沪二中民终字第12号.
_COURT_CASE = (
    rf"〔{_YEAR}〕(?:{HAN}{{1,4}}\d{{1,4}}{HAN}{{1,8}}字?第?\d+"
    rf"|{HAN}{{0,6}}(?:[民刑行知赔賠破][{_WORD}]{{0,3}}[初终終再监監申他异異复復恢保抗核]"
    rf"|执|執){HAN}{{0,2}}第?\d+)[号號](?:之[{NUMBER_SIGNS}])?"
)
# Notaries, arbitrators and land registers: （2019）澜证民字第12号,
# （2020）澜仲案字第3号, 澜（2019）澜川市不动产权第0012345号.
_CERTIFICATE = (
    rf"〔{_YEAR}〕{HAN}{{1,10}}(?:证[民经內内外]{{0,3}}字|不动产(?:权|证明)"
    rf"|仲[案裁]?字)第?\d+[号號]"
)
NOT_A_NUMBER = re.compile(f"{_COURT_CASE}|{_CERTIFICATE}")
