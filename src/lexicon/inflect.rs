//! Conjugation: the forms of a verb or an adjective, from its stem.
//!
//! Only forms that change the stem are made here. What is simply put behind a stem or a form (하 + 던,
//! 했 + 을, 만들 + 고) is read at run time by `ending`, so that the word list holds about nine
//! entries a stem instead of hundreds.
//!
//! Source: 한글 맞춤법 제18항 (irregular stems), 제34항 to 제38항 (contractions).

use std::collections::HashSet;

use super::syllable::{letters, with_final, with_last};

/// What a stem belongs to: only verbs have -는.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 동사: 가, 만들.
    Verb,
    /// 형용사: 좋, 어렵.
    Adjective,
}

/// A form of a stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The stem itself, before -고, -지, -던: 듣, 만들.
    Stem,
    /// What stands before endings in (으): 들으, 하. None for ㄹ stems, where the stem does.
    Open,
    /// A ㄹ stem without it, as before -시-, -니: 만드.
    Dropped,
    /// Before -ㅂ니다: 합, 만듭.
    Formal,
    /// The noun form in -ㅁ: 함, 들음, 만듦.
    Noun,
    /// Adnominal -는: 하는, 만드는.
    Neun,
    /// Adnominal -ㄴ: 한, 들은, 만든.
    N,
    /// Adnominal -ㄹ: 할, 들을, 만들.
    L,
    /// Connective -아/-어: 해, 들어, 만들어.
    A,
    /// Past stem: 했, 들었, 만들었.
    Past,
}

/// Stems that do not conjugate as their last letters suggest.
#[derive(Clone, Debug, Default)]
pub struct Exceptions {
    /// ㅂ stems that keep it: 입, 잡 (others do not: 돕, 어렵).
    pub keep_b: HashSet<String>,
    /// ㄷ stems that change it to ㄹ: 듣, 걷.
    pub change_d: HashSet<String>,
    /// ㅅ stems that lose it: 짓, 낫.
    pub lose_s: HashSet<String>,
    /// 르 stems that only lose ㅡ: 따르, 들르 (others double the ㄹ: 흐르, 빠르).
    pub plain_reu: HashSet<String>,
    /// 르 stems with -러: 푸르, 이르.
    pub add_reo: HashSet<String>,
    /// Stems of two words, one regular and one not: 걷다 (walk, roll up), 굽다 (bake, bend).
    pub both: HashSet<String>,
}

/// What a stem becomes before endings that begin with a vowel.
struct Base {
    /// Before (으), or a ㄹ stem without its ㄹ.
    open: String,
    /// With -아/-어.
    a: Vec<String>,
}

/// Calls `found` with every form of `stem` and what it is. A form can come more than once.
pub fn inflect(stem: &str, kind: Kind, exceptions: &Exceptions, mut found: impl FnMut(Form, String)) {
    let Some(last) = stem.chars().next_back() else { return };
    let Some((_, _, coda)) = letters(last) else { return };
    found(Form::Stem, stem.to_owned());
    let ends_in_l = coda == Some('ㄹ');
    if kind == Kind::Verb || matches!(last, '있' | '밌' | '없') {
        let bare = if ends_in_l { with_final(stem, None) } else { stem.to_owned() };
        found(Form::Neun, format!("{bare}는"));
    }
    for Base { open, a } in bases(stem, kind, exceptions) {
        found(Form::N, with_final(&open, Some('ㄴ')));
        found(Form::L, with_final(&open, Some('ㄹ')));
        found(Form::Noun, with_final(&open, Some(if ends_in_l { 'ㄻ' } else { 'ㅁ' })));
        if coda.is_none() || ends_in_l {
            found(Form::Formal, with_final(&open, Some('ㅂ')));
        }
        found(if ends_in_l { Form::Dropped } else { Form::Open }, open);
        for form in a {
            found(Form::Past, with_final(&form, Some('ㅆ')));
            found(Form::A, form);
        }
    }
}

/// The one way, for a few stems the two ways, and for 뵙 no way, in which `stem` meets a vowel.
fn bases(stem: &str, kind: Kind, exceptions: &Exceptions) -> Vec<Base> {
    let Exceptions { keep_b, change_d, lose_s, plain_reu: _, add_reo, both } = exceptions;
    let Some((initial, vowel, coda)) = stem.chars().next_back().and_then(letters) else { return Vec::new() };
    let twofold = both.contains(stem);
    let bare = || with_final(stem, None);
    let changed = match (initial, vowel, coda) {
        _ if stem.ends_with('뵙') => return Vec::new(),
        (_, _, Some('ㅂ')) if twofold || !keep_b.contains(stem) => {
            // 제18항 6: only 돕다 and 곱다 take -와.
            let glide = if matches!(stem, "돕" | "곱") { '와' } else { '워' };
            Base { open: format!("{}우", bare()), a: vec![format!("{}{glide}", bare())] }
        }
        (_, _, Some('ㄷ')) if change_d.contains(stem) => {
            let l = with_final(stem, Some('ㄹ'));
            Base { open: format!("{l}으"), a: vec![lengthened(&l, vowel)] }
        }
        (_, _, Some('ㅅ')) if lose_s.contains(stem) => {
            Base { open: format!("{}으", bare()), a: vec![lengthened(&bare(), vowel)] }
        }
        // Of the adjectives only 좋다 keeps its ㅎ, as verbs do.
        (_, _, Some('ㅎ')) if kind == Kind::Adjective && !stem.ends_with('좋') => {
            let fronted = fronted(stem, vowel);
            Base { open: bare(), a: vec![with_last(stem, |(initial, _, _)| (initial, fronted, None))] }
        }
        ('ㄹ', 'ㅡ', None) if add_reo.contains(stem) => {
            Base { open: stem.to_owned(), a: vec![format!("{stem}러")] }
        }
        _ => return vec![regular(stem, exceptions)],
    };
    if twofold { vec![changed, regular(stem, exceptions)] } else { vec![changed] }
}

/// How a stem meets a vowel if no exception names it. That 르 doubles its ㄹ is the rule.
fn regular(stem: &str, exceptions: &Exceptions) -> Base {
    let Some((initial, vowel, coda)) = stem.chars().next_back().and_then(letters) else {
        return Base { open: stem.to_owned(), a: Vec::new() };
    };
    match coda {
        None if (initial, vowel) == ('ㄹ', 'ㅡ') && !exceptions.plain_reu.contains(stem) => {
            Base { open: stem.to_owned(), a: vec![doubled(stem)] }
        }
        None => Base { open: stem.to_owned(), a: contracted(stem, initial, vowel) },
        Some('ㄹ') => Base { open: with_final(stem, None), a: vec![lengthened(stem, vowel)] },
        Some(_) => {
            let mut a = vec![lengthened(stem, vowel)];
            // 제35항 붙임 1.
            a.extend(stem.strip_suffix('놓').map(|head| format!("{head}놔")));
            Base { open: format!("{stem}으"), a }
        }
    }
}

/// A stem in 르 with -아/-어: 흐르 is 흘러, 모르 is 몰라.
fn doubled(stem: &str) -> String {
    let head = stem.strip_suffix('르').unwrap_or(stem);
    let bright = head.chars().next_back().and_then(letters).is_some_and(|(_, vowel, _)| is_bright(vowel));
    format!("{}{}", with_final(head, Some('ㄹ')), if bright { '라' } else { '러' })
}

/// Whether -아 follows this vowel rather than -어.
fn is_bright(vowel: char) -> bool {
    matches!(vowel, 'ㅏ' | 'ㅑ' | 'ㅗ')
}

/// The adjectives in ㅎ that point: their ㅓ becomes ㅐ (그래), where that of 퍼렇 becomes ㅔ (퍼레).
const POINTING: [&str; 8] = ["이렇", "그렇", "저렇", "요렇", "고렇", "조렇", "어떻", "아무렇"];

/// The vowel of an ㅎ adjective with -아/-어: 하얗 is 하얘, 허옇 is 허예.
fn fronted(stem: &str, vowel: char) -> char {
    match vowel {
        'ㅏ' => 'ㅐ',
        'ㅑ' => 'ㅒ',
        'ㅕ' => 'ㅖ',
        'ㅓ' if POINTING.contains(&stem) => 'ㅐ',
        'ㅓ' => 'ㅔ',
        other => other,
    }
}

/// A word with -아 or -어, not contracted.
fn lengthened(word: &str, vowel: char) -> String {
    format!("{word}{}", if is_bright(vowel) { '아' } else { '어' })
}

/// A stem in a vowel with -아/-어: the forms in use, contracted and long.
fn contracted(stem: &str, initial: char, vowel: char) -> Vec<String> {
    let long = || lengthened(stem, vowel);
    let short = |vowel| with_last(stem, |(initial, _, last)| (initial, vowel, last));
    match vowel {
        'ㅏ' if initial == 'ㅎ' => vec![short('ㅐ'), format!("{stem}여")],
        'ㅏ' | 'ㅓ' | 'ㅕ' => vec![stem.to_owned()],
        'ㅐ' | 'ㅔ' => vec![stem.to_owned(), long()],
        'ㅗ' if initial == 'ㅇ' => vec![short('ㅘ')],
        'ㅗ' => vec![short('ㅘ'), long()],
        // 푸다 alone.
        'ㅜ' if initial == 'ㅍ' => vec![short('ㅓ')],
        'ㅜ' => vec![short('ㅝ'), long()],
        'ㅡ' => vec![short(if is_bright_before(stem, initial) { 'ㅏ' } else { 'ㅓ' })],
        'ㅚ' => vec![short('ㅙ'), long()],
        'ㅣ' => vec![short('ㅕ'), long()],
        _ => vec![long()],
    }
}

/// Whether a stem in ㅡ takes -아 for the vowel before: 바쁘 바빠, 잠그 잠가, but 슬프 슬퍼. Compounds of
/// 쓰, 뜨, 크, 끄 and 트 conjugate as these do, whatever stands before: 받아쓰 is 받아써.
fn is_bright_before(stem: &str, initial: char) -> bool {
    let before = stem.chars().rev().nth(1).and_then(letters);
    !matches!(initial, 'ㅆ' | 'ㄸ' | 'ㅋ' | 'ㄲ' | 'ㅌ')
        && before.is_some_and(|(_, vowel, _)| is_bright(vowel))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exceptions() -> Exceptions {
        let set = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        Exceptions {
            keep_b: set("입 잡 뽑"),
            change_d: set("듣 걷 깨닫 싣"),
            lose_s: set("짓 낫 잇 긋 붓"),
            plain_reu: set("따르 들르 치르 우러르"),
            add_reo: set("이르 푸르"),
            both: set("걷 굽 곱 이르"),
        }
    }

    fn forms(stem: &str, kind: Kind, wanted: Form) -> String {
        let mut forms = Vec::new();
        inflect(stem, kind, &exceptions(), |form, word| {
            if form == wanted {
                forms.push(word);
            }
        });
        forms.join(" ")
    }

    /// Stem, then -는, -ㄴ, -ㄹ, -아/-어 and the past stem; `-` where there is none.
    const VERBS: &str = "
        하|하는|한|할|해 하여|했 하였
        되|되는|된|될|돼 되어|됐 되었
        오|오는|온|올|와|왔
        보|보는|본|볼|봐 보아|봤 보았
        주|주는|준|줄|줘 주어|줬 주었
        가|가는|간|갈|가|갔
        서|서는|선|설|서|섰
        펴|펴는|편|펼|펴|폈
        보내|보내는|보낸|보낼|보내 보내어|보냈 보내었
        고치|고치는|고친|고칠|고쳐 고치어|고쳤 고치었
        쉬|쉬는|쉰|쉴|쉬어|쉬었
        먹|먹는|먹은|먹을|먹어|먹었
        듣|듣는|들은|들을|들어|들었
        깨닫|깨닫는|깨달은|깨달을|깨달아|깨달았
        얻|얻는|얻은|얻을|얻어|얻었
        걷|걷는|걸은 걷은|걸을 걷을|걸어 걷어|걸었 걷었
        짓|짓는|지은|지을|지어|지었
        낫|낫는|나은|나을|나아|나았
        잇|잇는|이은|이을|이어|이었
        웃|웃는|웃은|웃을|웃어|웃었
        돕|돕는|도운|도울|도와|도왔
        눕|눕는|누운|누울|누워|누웠
        잡|잡는|잡은|잡을|잡아|잡았
        굽|굽는|구운 굽은|구울 굽을|구워 굽어|구웠 굽었
        흐르|흐르는|흐른|흐를|흘러|흘렀
        모르|모르는|모른|모를|몰라|몰랐
        이르|이르는|이른 이른|이를 이를|이르러 일러|이르렀 일렀
        따르|따르는|따른|따를|따라|따랐
        들르|들르는|들른|들를|들러|들렀
        만들|만드는|만든|만들|만들어|만들었
        살|사는|산|살|살아|살았
        알|아는|안|알|알아|알았
        쓰|쓰는|쓴|쓸|써|썼
        받아쓰|받아쓰는|받아쓴|받아쓸|받아써|받아썼
        잠그|잠그는|잠근|잠글|잠가|잠갔
        모으|모으는|모은|모을|모아|모았
        푸|푸는|푼|풀|퍼|펐
        놓|놓는|놓은|놓을|놓아 놔|놓았 놨
        앉|앉는|앉은|앉을|앉아|앉았
        뵙|뵙는|-|-|-|-
        있|있는|있은|있을|있어|있었
        계시|계시는|계신|계실|계셔 계시어|계셨 계시었";

    const ADJECTIVES: &str = "
        좋|-|좋은|좋을|좋아|좋았
        곱|-|고운 곱은|고울 곱을|고와 곱아|고왔 곱았
        아름답|-|아름다운|아름다울|아름다워|아름다웠
        푸르|-|푸른|푸를|푸르러|푸르렀
        빠르|-|빠른|빠를|빨라|빨랐
        하얗|-|하얀|하얄|하얘|하얬
        허옇|-|허연|허열|허예|허옜
        빨갛|-|빨간|빨갈|빨개|빨갰
        퍼렇|-|퍼런|퍼럴|퍼레|퍼렜
        둥그렇|-|둥그런|둥그럴|둥그레|둥그렜
        그렇|-|그런|그럴|그래|그랬
        어떻|-|어떤|어떨|어때|어땠
        바쁘|-|바쁜|바쁠|바빠|바빴
        슬프|-|슬픈|슬플|슬퍼|슬펐
        크|-|큰|클|커|컸
        길|-|긴|길|길어|길었
        얇|-|얇은|얇을|얇아|얇았
        재미있|재미있는|재미있은|재미있을|재미있어|재미있었
        같|-|같은|같을|같아|같았";

    #[test]
    fn conjugation() {
        let tables = [(VERBS, Kind::Verb), (ADJECTIVES, Kind::Adjective)];
        for (line, kind) in
            tables.iter().flat_map(|(table, kind)| table.trim().lines().map(move |l| (l, *kind)))
        {
            let mut cells = line.trim().split('|');
            let stem = cells.next().unwrap_or_default();
            for (form, wanted) in [Form::Neun, Form::N, Form::L, Form::A, Form::Past].into_iter().zip(cells) {
                assert_eq!(forms(stem, kind, form), wanted.trim_matches('-'), "{stem} {form:?}");
            }
        }
    }

    #[test]
    fn forms_for_further_endings() {
        let wanted = [Form::Open, Form::Dropped, Form::Formal, Form::Noun];
        let cells = |stem| wanted.map(|form| forms(stem, Kind::Verb, form));
        assert_eq!(cells("하"), ["하", "", "합", "함"]);
        assert_eq!(cells("만들"), ["", "만드", "만듭", "만듦"]);
        assert_eq!(cells("듣"), ["들으", "", "", "들음"]);
        assert_eq!(cells("돕"), ["도우", "", "", "도움"]);
        assert_eq!(cells("긋"), ["그으", "", "", "그음"]);
    }

    #[test]
    fn what_is_no_stem_has_no_forms() {
        for odd in ["", "API", "ㅋㅋ", "하다!"] {
            inflect(odd, Kind::Verb, &Exceptions::default(), |form, word| panic!("{form:?} {word}"));
        }
    }
}
