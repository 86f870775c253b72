//! Types taken apart by their form.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// The types in the angle brackets of a path's segment.
pub(crate) fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    };
    let arguments = arguments.into_iter().flatten();
    arguments.filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The segment that names a type: of `std::io::Result<u8>`, `Result<u8>`.
pub(crate) fn named(ty: &Type) -> Option<&PathSegment> {
    match bare(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// A type without the parentheses, and without the invisible groups of a `macro_rules!`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => bare(&inner.elem),
        Type::Group(inner) => bare(&inner.elem),
        _ => ty,
    }
}

/// The types of the values that a value of this type holds, as far as the standard library's types
/// leave no doubt.
pub(crate) fn held(ty: &Type) -> Vec<&Type> {
    match bare(ty) {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Array(array) => vec![&array.elem],
        Type::Slice(slice) => vec![&slice.elem],
        ty => {
            let holder = named(ty).filter(|name| HOLDERS.iter().any(|holder| name.ident == holder));
            holder.into_iter().flat_map(arguments).collect()
        }
    }
}

/// They hold values of the types in their angle brackets.
const HOLDERS: &[&str] = &[
    "Option", "Vec", "VecDeque", "Box", "Pin", "Rc", "Arc", "HashMap", "BTreeMap", "HashSet",
    "BTreeSet",
];

/// The type that is stored of a result: the `T` of what is spelled `Result<T, …>`.
pub(crate) fn stored(ty: &Type) -> &Type {
    let result = named(ty).filter(|name| name.ident == "Result");
    result
        .and_then(|result| arguments(result).next())
        .unwrap_or(ty)
}
