#!/usr/bin/env python3
"""Writes the word lists that come from mecab-ko-dic: noun, verb, adjective and adverb.

    python3 derive.py WORDS

WORDS is a table of that dictionary's entries, `surface<TAB>tag<TAB>cost`, plain or gzipped, with a heading line.
All other lists of this folder are written by hand. Left out are forms that the dictionary took from its
training text as they stood there, words the program composes for itself, and words nobody uses: the program
carries these lists, so they have to stay small.
"""

import gzip
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = "from mecab-ko-dic (Apache-2.0, see NOTICE) by derive.py"

# The costs mecab-ko-dic gives to nouns and adverbs that its training text does not have.
UNSEEN_NOUN = 2639
UNSEEN_ADVERB = 4017

# Conjugated forms, slips and parts of phrases among the stems.
NOT_STEMS = set(
    """
    가까워 가르칠 가리와 간질 갈고 갈라 건너서 걷몰 고러 고만두라 고쳐 골라달 곯아떨어 교감 구슬러 굴러 귀담
    그라 그려 기다라 기다림 기대서 기러 긷들 까지 깔끄러 깨달 꿈터오르 꿈트 끓여 나딩굴 나올 나와 나지
    나타낼 남들 내어다 너그러 노오올 노올 느껴 달음 당당 데불 데블 데빌 뎅그라 뎅그러 돌아 돌이켜 동그라
    두려워 들려 들어 들킬 따라 따라서 때려 뛰쳐 만날 만덜 말미아 망칠 매듭 맹글 모자르 모잘라 모질라 목적
    몬질라 몬하 몰라 몰려서 몰아낼 몹쓸 못허 무서 물릴 반감 발달 밸라 벌어 보일 봐서 부릅 부여 불릴 빠뜨라
    뿌여 섞어 설얼 솟굴 스러워 슬러 아름다 어떠어떻 얼들 없다 엉켜 올라 올라라 외로 우얘 의식 이라 이러저렇
    이상 일어 일컬 저라 접어 조심혀 조을 쥑여 지켜 짤러 쪼으려 채워 치러 파라 퍼러 피해 한스러워서 허여
    호감 화해 휘갈겨 흔질 히히거러
    """.split()
)

# Stems that look like a form of another stem, and are none: 거치 beside 거칠, 지우 beside 집, 들르.
OWN_STEMS = set("거치 되사 들르 밀리 지우 차지".split())

# Verb forms, adverbs, and nouns with a particle, among the nouns.
NOT_NOUNS = set(
    """
    가고 가까이 가동이 가로 가장 가히 각기 각이 간혹 갈가리 감동이 감이 감장이 개막이 거의 거저 거진 게정이
    겨우 경쟁이 고루 고생이 고이 고작 곡이 공중이 관이 광이 광장이 굴이 권이 글쎄 금새 금이 급기 나면 나올
    낙이 난장이 남이 내처 너무 누차 다시 단연 단지 달리 당하 대부분이 대저 대체 대충 더블이 도루 도막이
    도무지 도통 독송이 독이 돌연 돌이 동경이 두루 두면 들판이 등이 디엠이 떨림이 마구 마냥 마주 마지막이
    마치 막말이 막상 만약 만일 만장이 말이 매우 매장이 먹지 먼저 멀리 명이 모조리 목동이 목장이 몰래 무려
    무릇 무명이 무작정 무척 묵이 문득 물망이 물이 물통이 미리 밀어 밀이 바루 반이 발이 방공이 방석이 방이
    백이 버럭 벌써 법이 별로 별루 별반 별안간 병이 보면 본이 봉이 부검이 부흥이 분이 비경이 비공이 비록
    비손이 빵이 산이 살짝 삶이 삼가 삼이 새삼 색이 생이 선이 설령 설마 설사 설이 성문이 성이 소박이 소용이
    속이 손수 손이 수동이 수이 슬피 신경이 신발이 신이 심이 쌍이 아까 아마 아쟁이 아주 아직 악동이 안달이
    알고 알지 앞이 약이 얌전이 양이 어서 어쩔 얼른 여태 역시 역이 연이 열광이 열중이 염이 영영 영이 영장이
    오고 오다 오죽 오직 옥이 와아 외우 울이 은총이 이공이 이로 이루 이만 이어 이에 인제 일단 일이 입이
    자꾸 자이 자주 작은이 저저 저제 전연 점이 정녕 정말 정이 정작 정쟁이 젖이 제발 제법 제우 조공이 족발이
    주고 주면 중이 즉시 증이 지레 직접 진이 진작 차마 찬찬 창이 척이 첩이 청이 청탁이 체장이 칼이 탈이
    톱이 통이 통장이 티티 판막이 풍이 핑이 하게 하고 하구 하다 하도 하면 하필 해서 해요 해해 행이 향이
    허허 헌데 호강이 황이 흑백이 흘림이
    """.split()
)

# Particles among the nouns and the adverbs.
PARTICLES = set(
    """
    과도 과만 까지 나마 들이 라면 로만 마다 만의 만이 에다 에서 여도 여서 여야 여요 와도 와요 와의 이고
    이나 이란 이랑 이면 이요 이지 인가 인걸 일지 임은 조차
    """.split()
)

# Nouns among the adverbs.
NOT_ADVERBS = set(
    """
    가루 가마 가사 가위 가치 강장 개서 거위 고대 고래 고마 고추 공부 공중 과시 과약 과일 구태 그릇 근가 근대 근본
    기역 나리 나서 냄새 당근 대고 대범 대안 대처 도시 도제 동강 마기 마무리 매가 매개 매매 매상 매야 매장 면접
    모도 목요일 무장 무종 문정 문제 문턱 방장 백지 부대 부부 부석 비로 비오 사각 사무 사수 상금 상기 상상 서기
    서부 성시 수수 수이 시피 아부지 아장 안주 안적 야야 여신 연상 연차 오작 외출 요리 우렁 우무 원제 원판 위선
    유혹 은자 음식 응아 이마 인생 인지 일병 일직 일향 자구 자금 자랑 자세 자연 자치 장상 재도 적극 전통 점토
    정정 제로 조건 조리 조심 조직 조폭 주위 중간 지지 진개 집고 집단 집행부 찰방 청청 첩경 초롱 최고 출발 카피
    타당 탈각 탈락 탐방 통이 특정 파악 하마 호이 휴식
    """.split()
)

FINAL = {"ㄴ": 4, "ㄹ": 8, "ㅂ": 17, "ㅆ": 20, "ㅇ": 21, "ㅎ": 27}


def final(syllable):
    """The number of a syllable's final consonant; 0 if it has none."""
    return (ord(syllable) - 0xAC00) % 28


def is_stem(stem, stems):
    """Whether what is tagged as a stem, of two syllables or more, is one."""
    before, last = stem[-2], stem[-1]
    if stem in OWN_STEMS:
        return True
    if stem in NOT_STEMS or last in "십웁" or last == "으" and not stem.endswith("모으"):
        return False
    if last == "허" or stem.endswith(("시럽", "시러")):  # spoken, for 하 and 스럽
        return False
    if final(last) == FINAL["ㅇ"]:
        return False
    if final(last) == FINAL["ㄴ"]:
        return last in "안신"
    if final(last) == FINAL["ㅆ"]:
        return last in "있밌"
    if final(last) == 0 and stem[:-1] + chr(ord(last) + FINAL["ㄹ"]) in stems:  # 만드: a form of 만들
        return False
    if last == "르":  # 골르: spoken, for 고르
        return final(before) != FINAL["ㄹ"]
    if last == "우" and final(before) == 0:  # 어려우: a form of 어렵
        return stem[:-2] + chr(ord(before) + FINAL["ㅂ"]) not in stems
    return True


def is_wanted(noun, cost, seen):
    """Whether a noun is worth its bytes: in use, or short, or a common kind of derivation."""
    if noun in NOT_NOUNS | PARTICLES or not 2 <= len(noun) <= 6:
        return False
    if cost == UNSEEN_NOUN:
        return len(noun) == 2 or len(noun) == 3 and noun[:2] in seen
    return not any(noun[:at] in seen and noun[at:] in seen for at in range(2, len(noun) - 1))


def read(path):
    """The words of each tag, with their costs."""
    tagged = {}
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as table:
        next(table)
        for line in table:
            word, tag, cost = line.rstrip("\n").split("\t")
            if all("가" <= syllable <= "힣" for syllable in word):
                tagged.setdefault(tag, {})[word] = int(cost)
    return tagged


def write(name, what, words):
    words = sorted(words)
    (HERE / f"{name}.txt").write_text("\n".join([f"# {what}; {SOURCE}", *words, ""]), encoding="utf-8")
    print(f"{name}: {len(words)}")


def main():
    tagged = read(sys.argv[1])
    verbs, adjectives, nouns = tagged["VV"], tagged["VA"], tagged["NNG"]
    stems = (verbs.keys() | adjectives.keys()) - NOT_STEMS
    # Words of one syllable are few, and mistakes among them do most harm: those lists are by hand.
    # 새롭 and 그렇 are tagged as verbs, too, and conjugate as adjectives only.
    misplaced = {stem for stem in verbs if stem in adjectives and final(stem[-1]) in (FINAL["ㅂ"], FINAL["ㅎ"])}
    write("verb", "동사 stems", {stem for stem in verbs if len(stem) > 1 and is_stem(stem, stems)} - misplaced)
    write("adjective", "형용사 stems", {stem for stem in adjectives if len(stem) > 1 and is_stem(stem, stems)})
    adverbs = {**tagged["MAG"], **tagged["MAJ"]}
    write("adverb", "부사", {word for word, cost in adverbs.items() if cost != UNSEEN_ADVERB and len(word) > 1} - PARTICLES - NOT_ADVERBS)
    seen = {noun for noun, cost in nouns.items() if cost != UNSEEN_NOUN}
    write("noun", "명사", {noun for noun, cost in nouns.items() if is_wanted(noun, cost, seen)})


main()
