#!/usr/bin/env python3
"""Writes the word lists that come from mecab-ko-dic: noun, verb, adjective, adverb.

    python3 derive.py WORDS

WORDS is a table of that dictionary's entries, `surface<TAB>tag<TAB>cost`, plain or gzipped, with a heading.
Everything else in this folder is written by hand. What is left out here is what no word list of a
linter needs: forms that are in no standard dictionary, and words the program composes itself.
"""
import gzip
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = "from mecab-ko-dic 2.1.1 (Apache-2.0, see NOTICE), written by derive.py"
UNSEEN = 2639  # The cost mecab-ko-dic gives to words its training text did not have.

# Conjugated forms and slips of the training text that stand in the dictionary as stems.
NOT_STEMS = set("""
    가르칠 간질 걷몰 골라달 교감 귀담 긷들 기다림 깨달 꿈터오르 나딩굴 나올 나지 나타낼 남들 노올 노오올 달음
    데불 데블 데빌 들킬 만날 만덜 망칠 맹글 목적 몰아낼 몹쓸 밀릴 반감 발달 보일 불릴 설얼 솟굴 얼들 의식 이상
    일컬 조을 호감 흔질 흽쓸 기분좋 보기좋 귀찮 괜찮 괜하 기우 어쩌 이러 그러 저러 매우 오래 어리 마다 마하
    무서 외로 아름다 고우 대하 물릴 없다 어떠어떻 이러저렇 당당 그렇잖 꿈트 뒹구 이까 반하
""".split()) - {"귀찮", "괜찮", "이러", "그러", "저러", "어쩌", "대하", "반하", "기우", "괜하", "어리"}


def final(syllable):
    return (ord(syllable) - 0xAC00) % 28


NO_FINAL, N, L, M, B, NG, SS = 0, 4, 8, 16, 17, 21, 20


def is_stem(stem, tagged):
    """Whether a stem of two or more syllables can be one, and is not a form of another."""
    last = stem[-1]
    if stem in NOT_STEMS or last == "허" or stem.endswith(("시럽", "시러")):
        return False
    if final(last) == N and last not in "안신" or final(last) == NG or final(last) == SS and last != "있":
        return False
    if last == "르" and final(stem[-2]) == L:  # 골르: the spoken form of 고르
        return False
    if last == "우":  # 어려우: a form of 어렵
        return stem[:-2] + chr(ord(stem[-2]) + B) not in tagged if final(stem[-2]) == NO_FINAL else True
    return True


def composes(noun, nouns):
    """Whether a long noun is two shorter ones, which the program sees for itself."""
    return any(noun[:at] in nouns and noun[at:] in nouns for at in range(2, len(noun) - 1))


def write(name, what, words):
    path = HERE / name
    path.write_text(f"# {what}; {SOURCE}\n" + "".join(f"{word}\n" for word in sorted(words)))
    print(f"{path.name}: {len(words)}")


def main():
    opened = gzip.open if sys.argv[1].endswith(".gz") else open
    tagged = {}
    with opened(sys.argv[1], "rt", encoding="utf-8") as table:
        next(table)
        for line in table:
            word, tag, cost = line.rstrip("\n").split("\t")
            if all("가" <= syllable <= "힣" for syllable in word):
                tagged.setdefault(tag, {})[word] = int(cost)
    stems = {**tagged["VV"], **tagged["VA"]}
    # Stems of one syllable are few and short forms are many: those are in verb-short and adjective-short.
    write("verb.txt", "동사 stems", {w for w in tagged["VV"] if len(w) > 1 and is_stem(w, stems)})
    write("adjective.txt", "형용사 stems", {w for w in tagged["VA"] if len(w) > 1 and is_stem(w, stems)})
    write("adverb.txt", "부사", {w for w in tagged["MAG"].keys() | tagged["MAJ"].keys()})
    nouns = {w for w, cost in tagged["NNG"].items() if len(w) <= 6}
    write("noun.txt", "명사", {w for w in nouns if len(w) < 4 or not composes(w, nouns)})


main()
