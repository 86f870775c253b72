//! Answers to a name that is none of the arguments.

use syn::Ident;

/// The names of the Python framework, and what they are now.
const FORMER: &[(&str, &str)] = &[
    ("skip_cache_keys", "skip = [param, …]"),
    ("cache_only_for", "only_for = [param in [a, b]]"),
];

/// The error for `name`, which is none of `known`.
pub(super) fn error(name: &Ident, known: &[&str]) -> syn::Error {
    let text = name.to_string();
    let message = if let Some((_, now)) = FORMER.iter().find(|(former, _)| *former == text) {
        format!("`{text}` is the Python framework's name for it: write `{now}`")
    } else if let Some(close) = closest(&text, known) {
        format!("unknown argument `{text}`: did you mean `{close}`?")
    } else {
        format!("unknown argument `{text}`: there are {}", listed(known))
    };
    syn::Error::new(name.span(), message)
}

/// Names as messages list them.
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The known name that is a slip of the finger away from `text`.
pub(crate) fn closest<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let allowed = (text.len() / 3).clamp(1, 3);
    let candidates = known.iter().map(|name| (distance(text, name), *name));
    let (steps, name) = candidates.min_by_key(|(steps, _)| *steps)?;
    (steps <= allowed).then_some(name)
}

/// How many letters must be added, removed or changed to come from one to the other.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, a) in from.chars().enumerate() {
        let mut left = line + 1;
        let mut next = vec![left];
        for (b, above) in to.chars().zip(row.windows(2)) {
            let &[diagonal, up] = above else { continue };
            left = (diagonal + usize::from(a != b)).min(up + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
