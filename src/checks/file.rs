//! The file itself: not text, empty, unreadable.

use super::Context;
use crate::diagnostic::Finding;
use crate::document::encoding::NotText;
use crate::rule::Check;
use crate::rule::check::FileCase;

/// A post with nothing in it. The other cases have no document to look at; the engine reports them.
pub fn check(case: FileCase, context: Context<'_>, emit: &mut dyn FnMut(Finding)) {
    if case == FileCase::Empty && context.document.text.trim_start_matches('\u{feff}').trim().is_empty() {
        emit(Finding::default());
    }
}

/// Whether a rule is about this case.
pub fn is_about(check: &Check, case: FileCase) -> bool {
    matches!(check, Check::File(own) if *own == case)
}

/// The case a file that is no text falls under, which of its messages fits, and what it says.
pub fn worded(problem: &NotText) -> (FileCase, u8, String) {
    match problem {
        NotText::Encoding { guess: Some(guess), .. } => (FileCase::Encoding, 0, (*guess).to_owned()),
        NotText::Encoding { guess: None, offset } => (FileCase::Encoding, 1, offset.to_string()),
        NotText::TooLarge { bytes } => (FileCase::Unreadable, 1, (bytes >> 20).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_is_about_one_case() {
        assert!(is_about(&Check::File(FileCase::Encoding), FileCase::Encoding));
        assert!(!is_about(&Check::File(FileCase::Empty), FileCase::Encoding));
        assert!(!is_about(&Check::Draft {}, FileCase::Encoding));
    }

    #[test]
    fn what_is_too_large_is_told_in_megabytes() {
        let (case, variant, said) = worded(&NotText::TooLarge { bytes: (70 << 20) + 1 });
        assert_eq!((case, variant, said.as_str()), (FileCase::Unreadable, 1, "70"));
    }
}
